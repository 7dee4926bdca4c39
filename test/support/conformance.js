import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Areas of test/conformance/rows.tsv, in the order of the page. */
export const AREAS = {
  OIDC: 'login initiation and authentication request',
  TOK: 'validation of the id_token',
  CLM: 'claims and roles',
  PM: 'third-party cookies, platform storage, frames',
  DL: 'deep linking',
  TKN: 'access tokens for services',
  AGS: 'assignment and grade services',
  NRPS: 'names and role provisioning services',
  DR: 'dynamic registration',
  CERT: 'what the certification suite asks of a tool',
  SRV: 'submission review, groups, notices, other messages',
  PLAT: 'recorded shapes of platforms',
};

/** @returns {{ id: string, priority: 'P0' | 'P1' | 'P2', source: string }[]} */
export function readRows(root) {
  const file = path.join(root, 'test', 'conformance', 'rows.tsv');
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [id, priority, source] = line.split('\t');
    return { id, priority, source };
  });
}
