import { enableCopyButtons } from './admin/copy-buttons.js';
import { compareClocks } from './admin/server-clock.js';

// Loaded by the admin pages; each part does nothing where it is not needed.
enableCopyButtons(window);
compareClocks(window);
