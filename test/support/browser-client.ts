/** What a browser does of a launch, without a browser: keeps cookies, follows our redirects, posts forms. */
export interface BrowserClient {
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Posts a form, as a page would. */
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  /** The same, for fields that occur more than once. */
  postForm(url: string, fields: URLSearchParams): Promise<Response>;
  postJson(
    url: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  readonly cookies: Map<string, string>;
}

/** @param keepsCookies false: as a browser that blocks them in frames */
export function aBrowser(keepsCookies = true): BrowserClient {
  const cookies = new Map<string, string>();

  async function request(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) {
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of keepsCookies ? response.headers.getSetCookie() : []) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  return {
    cookies,
    get: (url, headers = {}) => request(url, { headers }),
    post: (url, fields) => request(url, { method: 'POST', body: new URLSearchParams(fields) }),
    postForm: (url, body) => request(url, { method: 'POST', body }),
    postJson: (url, body, headers = {}) =>
      request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}

/** The fields and the target of the first form on a page. */
export function formOf(html: string): { action: string; fields: Record<string, string> } {
  const action = attribute(/<form[^>]*>/.exec(html)?.[0] ?? '', 'action');
  const fields: Record<string, string> = {};
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const name = attribute(input, 'name');
    if (name !== '') fields[name] = attribute(input, 'value');
  }
  return { action, fields };
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value
    .replaceAll('&#34;', '"')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
