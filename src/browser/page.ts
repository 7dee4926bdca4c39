import { followHeight } from './page/frame-height.js';
import { followLivePart } from './page/live-part.js';
import { greetNewPage } from './page/new-page.js';
import { sayWhenOpened } from './page/new-window.js';
import { showOwnZone } from './workspace/own-zone.js';
import { followUpload } from './workspace/upload.js';
import { sendUnsent } from './page/send-unsent.js';

// Loaded on every page; each part does nothing where it is not needed.
followHeight(window);
followLivePart(window);
greetNewPage(window);
sayWhenOpened(window);
showOwnZone(window);
followUpload(window);
sendUnsent(window);
