import path from 'node:path';
import type { AuditLog } from './admin/index.js';
import type { ActivityText, Curriculum } from './curriculum/index.js';
import type { Foundation } from './foundation.js';
import type { GradingSubsystem } from './grading/index.js';
import type { Assets } from './http/assets.js';
import type { BrowserKey } from './http/browser-key.js';
import type { Sessions } from './http/sessions.js';
import type { Arrival, Lti } from './lti/index.js';
import { loadI18n } from './i18n/i18n.js';
import { newId } from './shared/ids.js';
import type { Mail } from './mail/index.js';
import type { Principal } from './shared/principal.js';
import { createSealer } from './shared/seal.js';
import { createTandemSubsystem, type TandemSubsystem } from './tandem/index.js';

/** The room of tandems, and what it is told of the others. */
export function openTandemRoom(
  { config, database, clock }: Foundation,
  others: {
    readonly log: AuditLog;
    readonly lti: Lti;
    readonly assets: Assets;
    readonly curriculum: Curriculum;
    readonly sessions: Sessions;
    readonly browserKey: BrowserKey;
    readonly mail: Mail;
    readonly wake: (job: string) => void;
    readonly grading: Pick<GradingSubsystem, 'award' | 'awardStandingOf'>;
  },
): Promise<TandemSubsystem> {
  const { log, lti, assets, curriculum, grading, sessions, browserKey, mail, wake } = others;
  const sealer = createSealer(config.secret);
  return createTandemSubsystem({
    ...{ database, clock, newId, assets },
    ...{ sessions, browserKey, mail, wake, publicUrl: config.publicUrl },
    i18n: loadI18n(path.join(config.root, 'content', 'texts')),
    moduleOf: ({ contentId }) => moduleAround(curriculum, contentId),
    audit: log.audit,
    learnerKeyOf: (mark) => sealer.sign(`learner-mark ${mark}`),
    activities: (principal, locale) => activitiesBehind(curriculum, principal, locale),
    groupsOf: (principal) => groupsOf(lti, principal),
    activityFor: (principal, id, locale) =>
      activitiesBehind(curriculum, principal, locale).find((activity) => activity.id === id),
    activity: (id, locale) => curriculum.activity(id, locale),
    async award({ course, userId }, score) {
      // A guest came by mail: no gradebook is theirs, and the points stay in the tool.
      if (course && userId !== undefined) await grading.award({ ...course, userId }, score);
    },
    awardStanding: (principal, activityId, reader) =>
      grading.awardStandingOf(principal, activityId, reader),
    platformName: async (id) => (await lti.platforms.list()).find((each) => each.id === id)?.name,
  });
}

/** A course may say on which side its people tutor, by the custom claim `tutor_role`. */
export async function noteTutorRole(
  tandem: Pick<TandemSubsystem, 'proposeSide'>,
  arrival: Arrival,
): Promise<void> {
  if (arrival.kind !== 'resource-link') return;
  await tandem.proposeSide(arrival.principal, arrival.launch.link.custom.get('tutor_role'));
}

/** Names of the platform's groups, by the people who are in one. */
async function groupsOf(
  lti: Lti,
  principal: Principal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { people } = await lti.people(principal);
  return new Map(people.map(({ userId, groups }) => [userId, groups]));
}

/** The module that a link points to, or in which it lies. */
function moduleAround(curriculum: Curriculum, contentId: string | undefined): string | undefined {
  if (contentId === undefined) return undefined;
  return curriculum.modules('en').find(({ id }) => curriculum.contains(id, contentId))?.id;
}

/** Of the module that the person's link leads into; of all where the link leads nowhere yet. */
function activitiesBehind(
  curriculum: Curriculum,
  { contentId }: Principal,
  locale: string,
): readonly (ActivityText & { readonly text: string })[] {
  return curriculum
    .modules(locale)
    .filter(({ id }) => contentId === undefined || curriculum.contains(id, contentId))
    .flatMap(({ together }) => together)
    .flatMap(({ activityId = '' }) => curriculum.activity(activityId, locale) ?? [])
    .map((activity) => ({ ...activity, text: activity.artefact }));
}
