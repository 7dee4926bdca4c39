import { tellParent } from './frame-messages.js';

/** Long enough to gather the steps of one change, short enough not to be seen. */
const QUIET_MILLISECONDS = 80;

/** Keeps the frame as high as the page, where the platform listens. */
export function followHeight(page: Window): void {
  if (page.parent === page) return;
  const { body } = page.document;
  let told = 0;
  let timer = 0;

  const tell = (): void => {
    // Of the body, not the document: the document is never lower than the frame and could not shrink.
    const height = Math.ceil(body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    tellParent(page, 'lti.frameResize', { height });
    tellParent(page, 'org.imsglobal.lti.frameResize', { height });
  };

  new ResizeObserver(() => {
    page.clearTimeout(timer);
    timer = page.setTimeout(tell, QUIET_MILLISECONDS);
  }).observe(body);
}
