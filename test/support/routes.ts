import type { Express } from 'express';

/** A route of the tool, as Express keeps it. */
export interface MountedRoute {
  /** Such as `/links/:token`, below where its router is mounted. */
  readonly pattern: string;
  /** In capitals; empty: all of them. */
  readonly methods: readonly string[];
  /** Whether a request for this path comes here, whatever its method. */
  isReachedBy(path: string): boolean;
  /** Whether its router is mounted there, and not for all paths. */
  isBelow(mount: string): boolean;
}

/** What we read of Express's own bookkeeping: it offers no list of routes. */
interface Layer {
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly route?: {
    readonly path: string | readonly string[];
    readonly methods: Readonly<Record<string, boolean>>;
  };
  /** How much of the path it takes. */
  match(path: string): { readonly path: string } | false;
}

/** Every route that is mounted, those of routers in routers too. */
export function routesOf(express: Express): readonly MountedRoute[] {
  const { stack } = (express as unknown as { readonly router: { readonly stack: Layer[] } }).router;
  return routesIn(stack, (path) => path);
}

/** @param restOf the path as a stack sees it; undefined when a request for it does not come there */
function routesIn(
  stack: readonly Layer[],
  restOf: (path: string) => string | undefined,
): readonly MountedRoute[] {
  return stack.flatMap((layer): readonly MountedRoute[] => {
    const isMet = (path: string): boolean => {
      const rest = restOf(path);
      return rest !== undefined && layer.match(rest) !== false;
    };
    if (layer.route) {
      const isBelow = (mount: string): boolean =>
        restOf(`${mount}/x`) !== undefined && restOf('/nowhere') === undefined;
      return [{ ...nameOf(layer.route), isReachedBy: isMet, isBelow }];
    }
    const inner = layer.handle.stack;
    if (!inner) return [];
    return routesIn(inner, (path) => {
      const rest = restOf(path);
      const taken = rest !== undefined && layer.match(rest);
      if (rest === undefined || taken === false) return undefined;
      const left = rest.slice(taken.path.length);
      return left.startsWith('/') ? left : `/${left}`;
    });
  });
}

function nameOf({
  path,
  methods,
}: NonNullable<Layer['route']>): Pick<MountedRoute, 'pattern' | 'methods'> {
  const named = Object.keys(methods).filter((name) => name !== '_all');
  return { pattern: [path].flat().join(' or '), methods: named.map((name) => name.toUpperCase()) };
}
