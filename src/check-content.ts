import { loadCurriculum } from './curriculum/index.js';
import { LOCALES } from './i18n/i18n.js';

/**
 * `npm run content`: checks every content file and counts the texts of each language.
 * `npm run content -- ../our-content` lays that folder over ours, as CONTENT_DIR does.
 */
try {
  const curriculum = await loadCurriculum({ directories: ['content', ...process.argv.slice(2)] });
  for (const language of new Set([...LOCALES, ...curriculum.languages])) {
    const { present, missing, awaitingCheck } = curriculum.coverage(language);
    const counts = [`${present} present`, `${missing} missing`, `${awaitingCheck} awaiting check`];
    process.stdout.write(`${language}: ${counts.join(', ')}\n`);
  }
  process.stdout.write(`content: ${curriculum.fileCount} files, 0 faults\n`);
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}
