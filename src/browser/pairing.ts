import './page.js';
import { enableDragging } from './pairing/dragging.js';

// Loaded by the page on which trainers pair people.
enableDragging(window);
