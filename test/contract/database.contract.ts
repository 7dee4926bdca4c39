import { describe } from '@jest/globals';
import { describeDocuments } from './documents.contract.js';
import { describeFind } from './find.contract.js';
import { describeOpening } from './opening.contract.js';
import { describeTaking } from './taking.contract.js';
import { settingOf, type Open } from './things.js';

/** What every adapter of the database port promises. */
export function databaseContract(name: string, open: Open): void {
  describe(name, () => {
    const setting = settingOf(open);
    describeDocuments(setting);
    describeFind(setting);
    describeTaking(setting);
    describeOpening(setting, open);
  });
}
