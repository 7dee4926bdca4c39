/** Subjects of the LTI postMessage convention. Older platforms know the short one, newer ones the long one too. */
export type FrameSubject = 'lti.frameResize' | 'org.imsglobal.lti.frameResize' | 'lti.scrollToTop';

/**
 * Tells the frame's owner something, as an object and as JSON: platforms read one or the other.
 * Nothing may wait for an answer, since many never look.
 */
export function tellParent(
  page: Window,
  subject: FrameSubject,
  values: Readonly<Record<string, number>> = {},
): void {
  if (page.parent === page) return;
  const message = { subject, ...values };
  // Any origin: we do not know the platform's here, and a height is no secret.
  page.parent.postMessage(message, '*');
  page.parent.postMessage(JSON.stringify(message), '*');
}
