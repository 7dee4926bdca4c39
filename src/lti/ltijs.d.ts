/** The part of ltijs 5.9.9 that we stand on; @types/ltijs describes version 4. */
declare module 'ltijs/dist/Utils/Auth.js' {
  export interface LtijsPlatform {
    platformActive(): Promise<boolean>;
    platformAuthConfig(): Promise<{ method: 'JWK_KEY'; key: object }>;
    platformClientId(): Promise<string>;
    platformKid(): Promise<string>;
  }

  export interface ValidationParameters {
    /** The issuer the login was started with. */
    iss: string;
    /** Seconds since `iat` that are allowed. */
    maxAge: number;
  }

  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it is ltijs's shape, not ours
  export default class Auth {
    static validateToken(
      token: string,
      devMode: false,
      parameters: ValidationParameters,
      getPlatform: (issuer: unknown, clientId: unknown) => Promise<LtijsPlatform | false>,
      encryptionKey: string,
      database: unknown,
    ): Promise<object>;
    static verifyToken(...args: readonly unknown[]): Promise<object>;
    static oidcValidation(...args: readonly unknown[]): Promise<unknown>;
    static validateMaxAge(token: object, maxAge: number): Promise<true>;
    static validateNonce(token: object, expected: unknown): Promise<true>;
    static claimValidation(token: object): Promise<void>;
  }
}
