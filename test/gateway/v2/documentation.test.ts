import type { Engine } from '../../setup/engine';
import { account, ask, startRest } from './rest';

let engine: Engine;

beforeAll(async () => {
  engine = await startRest([account()], { worker: 'none' });
});
afterAll(() => engine.close());

interface Operation {
  summary?: string;
  tags?: string[];
  responses: Record<string, object>;
}

describe('the documentation', () => {
  it('describes every route of the API by the schemas that requests are checked against', async () => {
    const { body } = await ask(`${engine.url}/documentation/json`);
    const paths = body['paths'] as unknown as Record<string, Record<string, Operation>>;
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/Accounts/{accountSid}/Flows/{flowSid}',
        '/v2/Flows',
        '/v2/Flows/{Sid}',
        '/v2/Flows/Validate',
        '/v2/Flows/{Sid}/Revisions',
        '/v2/Flows/{Sid}/Revisions/{Revision}',
        '/v2/Flows/{Sid}/TestUsers',
        '/v2/Flows/{FlowSid}/Executions',
        '/v2/Flows/{FlowSid}/Executions/{Sid}',
        '/v2/Flows/{FlowSid}/EndExecutions',
      ]),
    );
    for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
      expect(operation.summary).toBeTruthy();
    }
    expect(paths['/v2/Flows']?.['post']).toMatchObject({
      security: [{ account: [] }],
      requestBody: {
        content: {
          'application/x-www-form-urlencoded': {
            schema: { required: ['FriendlyName', 'Status', 'Definition'] },
          },
        },
      },
    });
    expect(paths['/v2/Flows/{FlowSid}/EndExecutions']?.['post']).not.toHaveProperty(
      'requestBody.content.application/x-www-form-urlencoded.schema.required',
    );
    expect(paths['/v2/Flows']?.['get']).toMatchObject({
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: 'PageSize', in: 'query', required: false }),
      ]) as unknown[],
    });
  });

  it('is a page that needs nothing but what it brings, and may not be framed', async () => {
    const { text, headers } = await ask(`${engine.url}/documentation/`);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    // No script stands in the page itself: the policy would not let it run.
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)/);
    const parts = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(parts.length).toBeGreaterThan(3);
    for (const path of parts) {
      const part = await ask(new URL(path, `${engine.url}/documentation/`).href);
      expect({ path, status: part.status }).toEqual({ path, status: 200 });
    }
  });

  it('leaves everything else a page of nothing', async () => {
    const { headers } = await ask(`${engine.url}/healthz`);
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
  });
});
