export { exerciseBehind, exercisePlace } from './behind-link.js';
export type { Curriculum } from './curriculum.js';
export { curriculumRoutes } from './curriculum.routes.js';
export { loadCurriculum } from './curriculum.service.js';
