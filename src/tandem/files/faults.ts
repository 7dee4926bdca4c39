import { AppError } from '../../shared/errors.js';

/** Its first bytes say that it is none of the kinds that we take, whatever its name says. */
export class FileKindRefused extends AppError {
  readonly code = 'tandem.file-kind';
  readonly status = 415;
}

/** A picture in a telephone's own format, for which there is no free decoder here. */
export class FileHeic extends AppError {
  readonly code = 'tandem.file-heic';
  readonly status = 415;
}

/** The tandem has as many files, or as many bytes, as it may have. */
export class FilesFull extends AppError {
  readonly code = 'tandem.file-no-room';
  readonly status = 409;
}

/** It says neither what there is to see nor that it only decorates. */
export class FileUndescribed extends AppError {
  readonly code = 'tandem.file-undescribed';
  readonly status = 400;
}
