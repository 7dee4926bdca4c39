import { createServer, type RequestListener } from 'node:http';
import { hasCode } from './shared/errors.js';

/** A server that listens. */
export interface Serving {
  /** Takes no new connections and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/** The port cannot be had; the message says so to whoever started us. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Requests under way at a stop are given this long. */
const GRACE = 10_000;

/** @throws {PortTaken} */
export async function serve(listener: RequestListener, at: ServeAt): Promise<Serving> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (fault) => {
      reject(hasCode(fault) ? refusal(fault, fault.code, at) : fault);
    });
    server.listen(at.port, at.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), GRACE).unref();
      }),
  };
}

export interface ServeAt {
  readonly port: number;
  /** Undefined: all addresses. */
  readonly host?: string;
  /** Name of the setting to change when the port is taken. */
  readonly setting: string;
}

function refusal(fault: Error, code: string, { port, setting }: ServeAt): Error {
  if (code === 'EADDRINUSE') {
    return new PortTaken(`Port ${port} is taken. Set ${setting} to another one.`, { cause: fault });
  }
  if (code === 'EACCES') {
    return new PortTaken(`Port ${port} may not be used. Set ${setting} to one above 1023.`, {
      cause: fault,
    });
  }
  return fault;
}
