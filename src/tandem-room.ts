import type { AuditLog } from './admin/index.js';
import type { ActivityText, Curriculum } from './curriculum/index.js';
import type { Foundation } from './foundation.js';
import type { Assets } from './http/assets.js';
import type { Arrival, Lti } from './lti/index.js';
import { newId } from './shared/ids.js';
import type { Principal } from './shared/principal.js';
import { createTandemSubsystem, type TandemSubsystem } from './tandem/index.js';

/** The room of tandems, and what it is told of the others. */
export function openTandemRoom(
  { database, clock }: Foundation,
  others: {
    readonly log: AuditLog;
    readonly lti: Lti;
    readonly assets: Assets;
    readonly curriculum: Curriculum;
  },
): Promise<TandemSubsystem> {
  const { log, lti, assets, curriculum } = others;
  return createTandemSubsystem({
    ...{ database, clock, newId, assets },
    audit: log.audit,
    activities: (principal, locale) => activitiesBehind(curriculum, principal, locale),
    groupsOf: (principal) => groupsOf(lti, principal),
    activityFor: (principal, id, locale) =>
      activitiesBehind(curriculum, principal, locale).find((activity) => activity.id === id),
    activity: (id, locale) => curriculum.activity(id, locale),
    // Grading keeps scores of exercises only; points of a tandem stay in the tool.
    award: () => Promise.resolve(),
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
