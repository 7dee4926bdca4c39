import { z } from 'zod';
import { Case, type Exercise } from './exercise.js';
import { exerciseTexts, type ExerciseTexts } from './exercise.h5p.js';
import { byId, Id, Ids, Text, textsHead } from '../reading/fields.js';
import { Unit, unitTexts, type UnitTexts } from './unit.js';

/** `modules/<id>/module.yaml`: a module without its words. */
export const Module = z.strictObject({
  id: Id,
  /** Its place among the modules. */
  number: z.number().int().positive(),
  hours: z.strictObject({
    total: z.number().positive(),
    live: z.number().nonnegative(),
    /** Online, and as a pair between the meetings. */
    own: z.number().nonnegative(),
    /** What units and activity leave for the opening and the survey. */
    openingAndSurvey: z.number().nonnegative(),
  }),
  competences: Ids,
  outcomes: Ids,
  units: z.array(Unit).min(1),
  case: Case.optional(),
  /** What the pair makes together. */
  activity: z
    .strictObject({ id: Id, minutes: z.number().int().positive(), competences: Ids })
    .optional(),
});
export type Module = z.infer<typeof Module>;

/** All exercises in the order in which one meets them; the case is the last. */
export function exercisesOf(module: Module): readonly Exercise[] {
  const ofUnits = module.units.flatMap((unit) => unit.exercises);
  return module.case ? [...ofUnits, module.case] : ofUnits;
}

const ActivityTexts = z.strictObject({ title: Text, text: Text });

/** `modules/<id>/<language>.yaml`: the words of a module, one entry for each id of its structure. */
export function moduleTextsFile(module: Module): z.ZodType<ModuleTextsFile> {
  return z.strictObject({
    ...textsHead,
    title: Text,
    subtitle: Text,
    outcomes: byId(module.outcomes, Text),
    activity: module.activity ? ActivityTexts : z.undefined().optional(),
    units: z.strictObject(
      Object.fromEntries(module.units.map((unit) => [unit.id, unitTexts(unit)])),
    ),
    exercises: z.strictObject(
      Object.fromEntries(
        exercisesOf(module).map((exercise) => [exercise.id, exerciseTexts(exercise)]),
      ),
    ),
  });
}

export interface ModuleTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  readonly title: string;
  readonly subtitle: string;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly activity?: { readonly title: string; readonly text: string } | undefined;
  readonly units: Readonly<Record<string, UnitTexts>>;
  readonly exercises: Readonly<Record<string, ExerciseTexts>>;
}
