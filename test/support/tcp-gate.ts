import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A port that leads to a server, until it is shut. */
export interface TcpGate {
  readonly port: number;
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>;
  /** Leads to the server again, on the same port. */
  open(): Promise<void>;
}

export async function openTcpGate(server: { host: string; port: number }): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  const gate = createServer((inner) => {
    const outer = connect(server);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });

  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => gate.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = gate.address() as AddressInfo;
  return {
    port,
    open: () => listen(port),
    shut: () =>
      new Promise((resolve) => {
        gate.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
