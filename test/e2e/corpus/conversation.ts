import type { Exchange } from '../../../phone/exchange/exchange';
import { ACCOUNT, NUMBER, TOKEN } from '../../setup/engine';

/** Makes a conversation with a contact, which a flow is told of. @returns its SID */
export async function startConversation(
  { url }: Exchange,
  { contact, webhook }: { contact: string; webhook: string },
): Promise<string> {
  const post = async (path: string, form: [string, string][]): Promise<string> => {
    const response = await fetch(`${url}/v1/Conversations${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` },
      body: new URLSearchParams(form),
    });
    const { sid } = (await response.json()) as { sid: string };
    return sid;
  };
  const sid = await post('', []);
  await post(`/${sid}/Participants`, [
    ['MessagingBinding.Address', contact],
    ['MessagingBinding.ProxyAddress', NUMBER],
  ]);
  await post(`/${sid}/Webhooks`, [
    ['Target', 'webhook'],
    ['Configuration.Url', webhook],
    ['Configuration.Filters', 'onMessageAdded'],
    ['Configuration.Filters', 'onConversationStateUpdated'],
  ]);
  return sid;
}
