import { z } from 'zod';

/** What a major change does to people who have begun: they finish their edition, or start again. */
export const ForThoseWhoBegan = z.enum(['finish-theirs', 'start-again']);
export type ForThoseWhoBegan = z.infer<typeof ForThoseWhoBegan>;
