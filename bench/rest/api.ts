import { request, type Dispatcher } from 'undici';
import type { JsonObject } from '../../flow/json';
import { ACCOUNT_SID, AUTH_TOKEN } from '../account';

/** The REST API of the gateway that is measured. */
export class RestApi {
  constructor(
    private readonly gatewayUrl: string,
    private readonly dispatcher: Dispatcher,
  ) {}

  get(path: string): Promise<JsonObject> {
    return this.ask('GET', path);
  }

  post(path: string, form: Record<string, string>): Promise<JsonObject> {
    return this.ask('POST', path, new URLSearchParams(form).toString());
  }

  private async ask(method: 'GET' | 'POST', path: string, form?: string): Promise<JsonObject> {
    const credentials = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');
    const { statusCode, body } = await request(`${this.gatewayUrl}/v2${path}`, {
      dispatcher: this.dispatcher,
      method,
      headers: {
        authorization: `Basic ${credentials}`,
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form !== undefined && { body: form }),
    });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${method} ${path} answers ${statusCode}: ${text}`);
    return JSON.parse(text) as JsonObject;
  }
}
