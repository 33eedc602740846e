import { Account } from '../../../phone/exchange/account';
import { Calls } from '../../../phone/exchange/calls';
import { CONTACT, NUMBER, startExchange } from './exchange';
import { ACCOUNT, TOKEN } from '../application';

type Call = ReturnType<Calls['find']> & object;

test('of very many calls the oldest that are over are forgotten, one that lasts never', async () => {
  const account = new Account(ACCOUNT, TOKEN);
  const calls = new Calls(account, false);
  const call = (sid: string, endedAt?: Date) => ({ sid, endedAt }) as unknown as Call;
  calls.register(call('lasts'));
  for (let each = 0; each < 2_001; each++) calls.register(call(String(each), new Date()));
  expect(calls.all).toHaveLength(2_000);
  expect(calls.all.slice(0, 2).map(({ sid }) => sid)).toEqual(['lasts', '2']);
  await account.close();
});

test('of very many messages the oldest are forgotten', async () => {
  const { exchange } = await startExchange();
  for (let each = 0; each <= 50_000; each++) {
    exchange.receive({ from: CONTACT, to: NUMBER, body: String(each), mediaUrls: [] });
  }
  expect(exchange.messages).toHaveLength(50_000);
  expect(exchange.messages[0]!.body).toBe('1');
});
