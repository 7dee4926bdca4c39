import { z } from 'zod';
import { Exercise } from './exercise.js';
import { byId, Id, Ids, Text } from '../reading/fields.js';

/** A unit without its words. */
export const Unit = z.strictObject({
  id: Id,
  hours: z.number().positive(),
  competences: Ids,
  points: z.array(z.strictObject({ id: Id, sources: Ids })).min(1),
  mistakes: z.array(Id),
  exercises: z.array(Exercise),
});
export type Unit = z.infer<typeof Unit>;

/** The words of a unit. */
export function unitTexts(unit: Unit): z.ZodType<UnitTexts> {
  return z.strictObject({
    title: Text,
    purpose: Text,
    starter: Text,
    points: byId(
      unit.points.map(({ id }) => id),
      Text,
    ),
    mistakes: byId(unit.mistakes, Text),
    takeaway: Text,
  });
}

export interface UnitTexts {
  readonly title: string;
  readonly purpose: string;
  /** A short story that the unit begins with. */
  readonly starter: string;
  readonly points: Readonly<Record<string, string>>;
  readonly mistakes: Readonly<Record<string, string>>;
  readonly takeaway: string;
}
