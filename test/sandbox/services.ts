import request, { type Test } from 'supertest';
import type { AddedLink, ToolRegistration } from '../../src/sandbox/index.js';
import { startFakeTool, startSandbox, type FakeTool, type RunningSandbox } from './support.js';

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope';
export const SCOPES = {
  lineItem: `${AGS}/lineitem`,
  lineItemReadonly: `${AGS}/lineitem.readonly`,
  result: `${AGS}/result.readonly`,
  score: `${AGS}/score`,
  membership: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
};
export const TYPES = {
  container: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  item: 'application/vnd.ims.lis.v2.lineitem+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  members: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
};

/** A sandbox with one tool, one graded link, and tokens of that tool. */
export interface ServiceBench extends RunningSandbox {
  readonly fake: FakeTool;
  readonly tool: ToolRegistration;
  readonly link: AddedLink;
  token(...scopes: readonly string[]): Promise<string>;
  /** A request to a path, with a token for all scopes. */
  call(method: 'get' | 'post' | 'put' | 'delete', path: string): Test;
  /** Posts a score for the link's line item; the body is sent as it is when it is text. */
  post(score: object | string): Test;
}

export async function startBench(): Promise<ServiceBench> {
  const [running, fake] = await Promise.all([startSandbox(), startFakeTool()]);
  const { sandbox, clock } = running;
  const tool = sandbox.registerTool({
    name: 'Tandem',
    loginUrl: `${fake.url}/login`,
    launchUrl: `${fake.url}/launch`,
    jwksUrl: fake.jwksUrl,
  });
  const { clientId } = tool;
  const link = sandbox.addLink({
    toolClientId: clientId,
    title: 'Module 1',
    targetLinkUri: `${fake.url}/launch?m=1`,
    custom: {},
    scoreMaximum: 20,
    lineItemResourceId: 'M1',
    tag: 'final',
  });
  const token = async (...scopes: readonly string[]): Promise<string> => {
    const now = Math.floor(clock.now / 1000);
    const jwt = await fake.sign({ iss: clientId, sub: clientId, iat: now, exp: now + 60 });
    const answer = await request(sandbox.handler)
      .post('/token')
      .type('form')
      .send(formOf(jwt, scopes.join(' ')));
    return (JSON.parse(answer.text) as { access_token: string }).access_token;
  };
  const all = await token(...Object.values(SCOPES));
  const call: ServiceBench['call'] = (method, path) =>
    request(sandbox.handler)[method](path).set('Authorization', `Bearer ${all}`);
  return {
    ...running,
    ...{ fake, tool, link, token, call },
    post: (score) =>
      call('post', '/services/2/lineitems/2/lineitem/scores?type_id=1')
        .set('Content-Type', TYPES.score)
        .send(typeof score === 'string' ? score : JSON.stringify(score)),
    close: async () => {
      await Promise.all([running.close(), fake.close()]);
    },
  };
}

/** A token request. */
export function formOf(jwt: string, scope: string): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: jwt,
    scope,
  };
}
