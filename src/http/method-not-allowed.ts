import { AppError } from '../shared/errors.js';

/** The route is there, but not by this method; whoever throws it has set `Allow`. */
export class MethodNotAllowed extends AppError {
  readonly code = 'http.method-not-allowed';
  readonly status = 405;
}
