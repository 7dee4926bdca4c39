import { enableCopyButtons } from './page/copy-buttons.js';
import { offerToClose } from './register/close-page.js';

// Loaded by the pages that register a platform; each part does nothing where it is not needed.
enableCopyButtons(window);
offerToClose(window);
