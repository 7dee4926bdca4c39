import type { Libraries } from '../h5p/index.js';
import type { Actor, Audit } from '../shared/audit.js';

/** Installed H5P libraries, as the operator's pages show and change them. */
export interface AdminLibraries extends Libraries {
  /** Where uploads lie while they are read: on the disk of the installation. */
  readonly uploadsDirectory: string;
  /** Of a package, as it is sent. */
  readonly mostBytes: number;
}

const BY_OPERATOR: Actor = { kind: 'operator' };

/** The same libraries, each change of which is written to the log. */
export function loggedLibraries(libraries: AdminLibraries, audit: Audit): AdminLibraries {
  return {
    ...libraries,
    async install(sent) {
      const installed = await libraries.install(sent);
      for (const subject of installed) {
        await audit({ action: 'library.installed', by: BY_OPERATOR, subject });
      }
      return installed;
    },
    async remove(name) {
      await libraries.remove(name);
      await audit({ action: 'library.removed', by: BY_OPERATOR, subject: name });
    },
  };
}
