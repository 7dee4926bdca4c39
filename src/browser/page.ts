import { followHeight } from './page/frame-height.js';
import { greetNewPage } from './page/new-page.js';

// Loaded on every page; each part does nothing where it is not needed.
followHeight(window);
greetNewPage(window);
