/** The part of ejs 7 that we use; it brings no types. */
declare module 'ejs' {
  interface Ejs {
    /** Renders a template file; `options` are ejs's own. */
    renderFile(
      file: string,
      data: object,
      options: { readonly root: string; readonly cache: boolean },
      done: (fault: Error | null, html?: string) => void,
    ): void;
  }
  const ejs: Ejs;
  export default ejs;
}
