import { compareClocks } from './admin/server-clock.js';
import { enableCopyButtons } from './page/copy-buttons.js';

// Loaded by the admin pages; each part does nothing where it is not needed.
enableCopyButtons(window);
compareClocks(window);
