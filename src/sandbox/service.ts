import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError } from '../shared/errors.js';
import type { AccessTokens } from './access-tokens.js';
import { headerText } from './answers.js';
import type { LineItem, Tool } from './course.js';
import type { State } from './state.js';

/** A service call that was answered with no. The message is the HTTP reason. */
export class ServiceRefusal extends AppError {
  readonly code = 'sandbox.service-refused';
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Operation {
  readonly mediaType: string;
  /** Any one of these opens it. */
  readonly scopes: readonly string[];
}

/** What one service address understands. */
export interface Resource {
  readonly operations: Readonly<Partial<Record<Method, Operation>>>;
  /** Moodle refuses an Accept that takes anything at its line item container, and only there. */
  readonly refusesAnyAccept?: boolean;
  /** Types Moodle knows for the address and yet serves nothing for. */
  readonly alsoKnown?: readonly string[];
}

/** What every service needs to know its caller. */
export interface ServiceDeps {
  readonly state: State;
  readonly tokens: AccessTokens;
}

/** `requireSpoken` as middleware. The token comes after, by `callerOf`. */
export function speaking(resource: Resource): RequestHandler {
  return (req, _res, next) => {
    requireSpoken(req, resource);
    next();
  };
}

/**
 * Checks method and media types, in Moodle's order and words.
 * @throws {ServiceRefusal} 400 or 405
 */
export function requireSpoken(req: Request, resource: Resource): void {
  const known = [
    ...Object.values(resource.operations).map(({ mediaType }) => mediaType),
    ...(resource.alsoKnown ?? []),
  ];
  const sends = req.method === 'POST' || req.method === 'PUT';
  const named = sends ? contentTypeOf(req) : acceptOf(req);
  const unnamed = !sends && (named === '' || named === '*/*');
  if (!unnamed && !known.includes(named)) {
    const [accept, contentType] = sends ? ['', named] : [named, ''];
    throw new ServiceRefusal(400, `No handler found for ${req.path} ${accept} ${contentType}`);
  }
  const operation = resource.operations[req.method as Method];
  if (!operation) throw new ServiceRefusal(405, 'Method Not Allowed');
  const isAny = named === '*/*' && req.method === 'GET' && resource.refusesAnyAccept === true;
  if (isAny || (!unnamed && req.method !== 'DELETE' && named !== operation.mediaType)) {
    throw new ServiceRefusal(400, 'No context or unsupported content type');
  }
}

/** The tool that calls. @throws {ServiceRefusal} 401 without a token for this operation */
export function callerOf(req: Request, resource: Resource, deps: ServiceDeps): Tool {
  const token = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
  const held = token === undefined ? undefined : deps.tokens.read(token);
  const scopes = resource.operations[req.method as Method]?.scopes ?? [];
  const tool = held && deps.state.tool(held.clientId);
  if (!tool || !scopes.some((scope) => held.scopes.has(scope))) {
    throw new ServiceRefusal(401, 'Unauthorized');
  }
  return tool;
}

/** @throws {ServiceRefusal} 404 for any course but ours */
export function requireCourse(state: State, courseId: string): void {
  if (courseId !== state.course.id) {
    throw new ServiceRefusal(404, `Not Found: Course ${courseId} doesn't exist`);
  }
}

/** Where a line item is in a service address. */
export interface LineItemParams {
  readonly courseId: string;
  readonly lineItemId: string;
}

/** @throws {ServiceRefusal} 404 */
export function requireLineItem(
  { state }: ServiceDeps,
  { courseId, lineItemId }: LineItemParams,
): LineItem {
  requireCourse(state, courseId);
  const item = state.lineItem(lineItemId);
  if (!item) throw new ServiceRefusal(404, `Not Found: Grade item ${lineItemId} doesn't exist`);
  return item;
}

/** @throws {ServiceRefusal} 404, or 403 when it belongs to another tool */
export function requireOwnLineItem(
  deps: ServiceDeps,
  params: LineItemParams,
  tool: Tool,
): LineItem {
  const item = requireLineItem(deps, params);
  if (item.clientId !== tool.clientId) throw new ServiceRefusal(403, 'Invalid LTI id supplied.');
  return item;
}

/** Answers a refusal with the reason in the status line and again in a JSON body. */
export const refusalHandler: ErrorRequestHandler = (fault: unknown, req, res, next) => {
  if (!(fault instanceof ServiceRefusal)) {
    next(fault);
    return;
  }
  res.statusCode = fault.status;
  res.statusMessage = headerText(fault.message);
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  const answer = {
    status: fault.status,
    reason: fault.message,
    request: {
      method: req.method,
      url: req.originalUrl,
      accept: req.headers.accept ?? '',
      contentType: contentTypeOf(req),
    },
  };
  res.end(Buffer.from(JSON.stringify(answer)));
};

/** JSON under the service's own media type. */
export function sendAs(res: Response, mediaType: string, body: unknown, status = 200): void {
  res.statusCode = status;
  res.setHeader('Content-Type', `${mediaType}; charset=utf-8`);
  res.end(Buffer.from(JSON.stringify(body)));
}

/** `type_id` is only repeated to callers that sent one. */
export function typeIdOf(req: Request): string | undefined {
  return textOf(req.query.type_id);
}

/** A query's text; undefined when it is empty or given twice. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number of zero or more from a query; undefined when there is none. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** @returns undefined for what is no JSON */
export function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    // The caller refuses it in the service's own words.
    return undefined;
  }
}

function acceptOf(req: Request): string {
  return req.headers.accept?.split(/[,;]/)[0]?.trim() ?? '';
}

function contentTypeOf(req: Request): string {
  return req.headers['content-type']?.split(';')[0]?.trim() ?? '';
}
