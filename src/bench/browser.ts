import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** What a browser does of a launch: keeps cookies, posts forms, follows no redirect by itself. */
export interface Browser {
  get(url: string): Promise<Answer>;
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  postJson(url: string, body: object): Promise<Answer>;
  /** With files. */
  postForm(url: string, form: FormData): Promise<Answer>;
  readonly cookies: ReadonlyMap<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where it leads, absolute. @throws when it leads nowhere */
  location(): string;
}

/** What a page says, unpacked. */
export function textIn({ headers, body }: Answer): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
}

/** Connections outlive the browsers: their cost is the operating system's, not the server's. */
export function createAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 4 });
}

export function openBrowser(agent: Agent): Browser {
  const cookies = new Map<string, string>();
  const headers = (): Record<string, string> => ({
    accept: 'text/html',
    'accept-encoding': 'gzip',
    'accept-language': 'en',
    ...(cookies.size > 0 && {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }),
  });
  const keep = (answer: Answer): Answer => {
    for (const cookie of answer.headers['set-cookie'] ?? []) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      // A cookie is taken back by an end in the past.
      if (/expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return {
    cookies,
    get: async (url) => keep(await send(agent, url, { headers: headers() })),
    async postJson(url, body) {
      const type = { 'content-type': 'application/json' };
      const sent = { headers: { ...headers(), ...type }, body: JSON.stringify(body) };
      return keep(await send(agent, url, sent));
    },
    async postForm(url, form) {
      const packed = new Response(form);
      const type = { 'content-type': packed.headers.get('content-type') ?? '' };
      const body = Buffer.from(await packed.arrayBuffer());
      return keep(await send(agent, url, { headers: { ...headers(), ...type }, body }));
    },
    async post(url, fields) {
      const body = new URLSearchParams(fields).toString();
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return keep(await send(agent, url, { headers: { ...headers(), ...type }, body }));
    },
  };
}

function send(
  agent: Agent,
  url: string,
  { headers, body }: { readonly headers: Record<string, string>; readonly body?: string | Buffer },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sending = request(url, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        resolve({
          status,
          headers: response.headers,
          body: Buffer.concat(chunks),
          location() {
            const { location } = response.headers;
            if (location === undefined) throw new Error(`${method} ${url} answered ${status}`);
            return new URL(location, url).href;
          },
        });
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
