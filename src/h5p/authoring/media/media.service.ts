import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { typeByFirstBytes } from '../../../http/first-bytes.adapter.js';
import { cleanPicture } from '../../../http/picture.adapter.js';
import type { Blobs, ByteRange } from '../../../persistence/blobs.js';
import type { Clock } from '../../../shared/clock.js';
import { NotFound } from '../../../shared/errors.js';
import type { NewId } from '../../../shared/ids.js';
import type { Principal } from '../../../shared/principal.js';
import { createQueue } from '../../../shared/queue.js';
import { mayAuthor, type Author } from '../authoring.policy.js';
import { MediaBusy, MediaFull, MediumRefused, MediumTooLarge } from './media-faults.js';
import {
  MOST_BYTES,
  MOST_COURSE_BYTES,
  pathsIn,
  typeOf,
  type Medium,
  type MediumKind,
} from './medium.js';
import type { MediumStore } from './medium.store.js';

/** A file on this machine, to be kept. Its name is not looked at. */
export interface SentMedium {
  readonly file: string;
  /** What the field takes; undefined: any kind. */
  readonly kind?: MediumKind | undefined;
}

/** As the editor's protocol says it, and parameters name it. */
export interface KeptMedium {
  readonly path: string;
  readonly mime: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

export interface OpenedMedium {
  readonly medium: Medium;
  readonly read: (range?: ByteRange) => Readable;
}

/** Pictures, sounds, films and documents of exercises that somebody wrote. */
export interface Media {
  /**
   * For an exercise of the author's course.
   * @throws {NotFound} also for whoever may not edit it
   * @throws {MediumRefused} @throws {MediumTooLarge} @throws {MediaFull} @throws {PictureUnreadable} @throws {MediaBusy}
   */
  put(principal: Principal, exerciseId: string, sent: SentMedium): Promise<KeptMedium>;
  /** For an exercise that is still to be made. @throws as `put` */
  keep(author: Author, sent: SentMedium): Promise<KeptMedium>;
  /** Takes back what was kept for an exercise that was never made. */
  drop(paths: readonly string[]): Promise<void>;
  /** For whoever plays or reads an exercise that names it. @throws {NotFound} */
  open(principal: Principal, wanted: WantedMedium): Promise<OpenedMedium>;
  /** Whatever a version names, for whoever may read the exercise; the caller has asked. @throws {NotFound} */
  read(path: string): Promise<OpenedMedium>;
}

export interface WantedMedium {
  readonly exerciseId: string;
  readonly path: string;
  readonly locale: string;
}

export interface MediaDeps {
  readonly media: MediumStore;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly newId: NewId;
  /** @throws {NotFound} for whoever may not edit it */
  readonly editable: (principal: Principal, exerciseId: string) => Promise<unknown>;
  /** Parameters that the person sees of an exercise, in whatever versions and languages. @throws {NotFound} */
  readonly seenBy: (principal: Principal, wanted: WantedMedium) => Promise<unknown>;
}

/** Of a picture, in pixels: more than any screen gives to one exercise. */
const LONGEST_SIDE = 2000;
/** A picture takes much memory while it is unpacked: one after the other. */
const LONGEST_QUEUE = 30;

export function createMedia(deps: MediaDeps): Media {
  const { media, blobs } = deps;
  const queue = createQueue(LONGEST_QUEUE);

  async function keep(author: Author, sent: SentMedium): Promise<KeptMedium> {
    const turn = await queue.run(() => keepOne(author, sent, deps));
    if (!turn) throw new MediaBusy('too many files at once');
    return turn.done;
  }

  async function read(path: string): Promise<OpenedMedium> {
    const medium = await media.get(path);
    if (!medium) throw new NotFound('no such medium');
    return { medium, read: (range) => blobs.read(medium.blobId, range) };
  }

  return {
    keep,
    read,
    async put(principal, exerciseId, sent) {
      if (!mayAuthor(principal)) throw new NotFound('no author');
      await deps.editable(principal, exerciseId);
      return keep(principal, sent);
    },
    async drop(paths) {
      for (const path of paths) {
        const medium = await media.get(path);
        if (!medium) continue;
        await media.remove(path);
        await blobs.remove(medium.blobId);
      }
    },
    async open(principal, wanted) {
      const opened = await read(wanted.path);
      // Its author sees it before the draft that names it is saved.
      if (mayAuthor(principal) && isOfCourse(opened.medium, principal)) return opened;
      const seen = await deps.seenBy(principal, wanted);
      if (!pathsIn(seen).has(wanted.path)) throw new NotFound('not in this exercise');
      return opened;
    },
  };
}

async function keepOne(
  { platformId, contextId, userId }: Author,
  { file, kind: wanted }: SentMedium,
  { media, blobs, clock, newId }: MediaDeps,
): Promise<KeptMedium> {
  const found = await typeByFirstBytes(file);
  const type = typeOf(found);
  if (!found || !type || (wanted && type.kind !== wanted))
    throw new MediumRefused(type?.kind ?? 'unknown');
  const { size } = await stat(file);
  if (size > MOST_BYTES[type.kind]) throw new MediumTooLarge(MOST_BYTES[type.kind]);
  const picture =
    type.kind === 'images'
      ? await cleanPicture(file, { longest: LONGEST_SIDE, format: 'kept' })
      : undefined;
  const source = picture ? [picture.bytes] : createReadStream(file);
  const blob = await blobs.put(asStream(source));
  const { mime = found, width, height } = picture ?? {};
  const ending = picture ? endingOf(picture.mime) : type.ending;
  // Importers elsewhere drop what begins with an underscore.
  const path = `${type.kind}/${newId().replaceAll('_', '-')}.${ending}`;
  const course = { platformId, contextId };
  const about = { id: path, blobId: blob.id, bytes: blob.bytes, mime, width, height };
  await media.insert({ ...course, ...about, by: userId, addedAt: clock() });
  // After it is there: of two that come at once each sees the other, and neither goes unseen.
  const all = await media.ofCourse(course);
  if (all.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_COURSE_BYTES) {
    await media.remove(path);
    await blobs.remove(blob.id);
    throw new MediaFull('quota of the course');
  }
  return { path, mime, width, height };
}

async function* asStream(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* source;
}

function endingOf(mime: 'image/jpeg' | 'image/png' | 'image/webp'): string {
  return mime === 'image/jpeg' ? 'jpg' : mime.slice('image/'.length);
}

function isOfCourse(medium: Medium, { platformId, contextId }: Author): boolean {
  return medium.platformId === platformId && medium.contextId === contextId;
}
