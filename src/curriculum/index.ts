export { exerciseBehind, exercisePlace } from './behind-link.js';
export type { ActivityText, CheckPointText, FieldText, Who } from './activities/activity-text.js';
export type { Curriculum } from './curriculum.js';
export { createCatalogue } from './catalogue.js';
export { curriculumRoutes } from './pages/curriculum.routes.js';
export { loadCurriculum } from './curriculum.service.js';
