import { z } from 'zod';
import { SubmissionReview } from './course.js';

const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim';
const LTI = 'https://purl.imsglobal.org/spec/lti/claim';

const ContentItem = z.looseObject({
  type: z.string(),
  title: z.string().default(''),
  text: z.string().default(''),
  url: z.string().optional(),
  custom: z.record(z.string(), z.string()).default({}),
  lineItem: z
    .object({
      scoreMaximum: z.number(),
      label: z.string().optional(),
      resourceId: z.string().default(''),
      tag: z.string().default(''),
      submissionReview: SubmissionReview.optional(),
    })
    .optional(),
});
export type ContentItem = z.infer<typeof ContentItem>;

/** What a tool answers to a deep linking request (Deep Linking 2.0, section 4.5). */
export const DeepLinkingResponse = z
  .object({
    iss: z.string(),
    aud: z.union([z.string(), z.array(z.string())]),
    exp: z.number(),
    [`${LTI}/message_type`]: z.literal('LtiDeepLinkingResponse'),
    [`${LTI}/version`]: z.literal('1.3.0'),
    [`${LTI}/deployment_id`]: z.string(),
    [`${DL}/content_items`]: z.array(ContentItem).default([]),
    [`${DL}/msg`]: z.string().optional(),
    [`${DL}/errormsg`]: z.string().optional(),
  })
  .transform((claims) => ({
    iss: claims.iss,
    audiences: [claims.aud].flat(),
    exp: claims.exp,
    deploymentId: claims[`${LTI}/deployment_id`],
    items: claims[`${DL}/content_items`],
    message: claims[`${DL}/msg`],
    errorMessage: claims[`${DL}/errormsg`],
  }));
export type DeepLinkingResponse = z.infer<typeof DeepLinkingResponse>;

/** Why an item cannot be added; undefined: it can. Moodle grades in whole points, 1 to 100. */
export function faultOfItem(item: ContentItem): string | undefined {
  if (item.type !== 'ltiResourceLink') return `type ${item.type} was not asked for`;
  const maximum = item.lineItem?.scoreMaximum;
  if (maximum === undefined) return undefined;
  const fits = Number.isInteger(maximum) && maximum >= 1 && maximum <= 100;
  return fits ? undefined : `scoreMaximum ${String(maximum)} is not a whole number from 1 to 100`;
}
