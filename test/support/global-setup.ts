/** Builds what the server serves to browsers, once for the whole run. */
export default async function globalSetup(): Promise<void> {
  // The build arrives with the first browser script.
}
