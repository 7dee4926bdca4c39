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

  export type VerifyTokenParameters = readonly [
    token: string,
    /** Public key, PEM. */
    key: string,
    parameters: ValidationParameters,
    platform: LtijsPlatform,
    database: unknown,
  ];

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
    static verifyToken(...args: VerifyTokenParameters): Promise<object>;
    static oidcValidation(
      token: object,
      platform: LtijsPlatform,
      parameters: ValidationParameters,
      database: unknown,
    ): Promise<unknown>;
    static validateAud(token: object, platform: LtijsPlatform): Promise<true>;
    static validateMaxAge(token: object, maxAge: number): Promise<true>;
    static validateNonce(token: object, expected: unknown): Promise<true>;
  }
}
