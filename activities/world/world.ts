import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Twilio } from 'twilio';
import type { Account, Accounts } from '../../config/accounts';
import { seal, unseal } from '../../config/seal';
import type { Settings } from '../../config/settings';
import { sign } from '../../config/signature';
import type { Http, Session, World } from '../../widgets/widget';
import { attemptOf } from '../unheard';

interface Options {
  http: Http;
  twilio: (accountSid: string) => Promise<Twilio>;
  accounts: Accounts;
  settings: Settings;
}

/** @param since see `CallInput` */
export type MakeWorld = (session: Session, since?: number) => World;

/** The world as one execution sees it: with its own account's token, which no widget gets to see. */
export function createWorld({ http, twilio, accounts, settings }: Options): MakeWorld {
  return (session, since) => {
    const { tokens } = accountOf(accounts, session.accountSid);
    const { cancellationSignal, info } = Context.current();
    return {
      session,
      http,
      twilio: () => twilio(session.accountSid),
      attempt: attemptOf(info),
      since: new Date(since ?? info.scheduledTimestampMs),
      sign: (url, params) => sign(tokens[0], url, params),
      credentials: () => ({ username: session.accountSid, password: tokens[0] }),
      isTwilioHost: url => isTwilioHost(url, settings.twilioApiBaseUrl),
      seal: secret => seal(tokens[0], secret, session.executionSid),
      unseal: text => unseal(tokens, text, session.executionSid),
      signal: cancellationSignal,
    };
  };
}

/** @throws ApplicationFailure when the account is not configured any more */
export function accountOf(accounts: Accounts, accountSid: string): Account {
  const account = accounts.get(accountSid);
  if (account) return account;
  throw ApplicationFailure.nonRetryable(
    `account ${accountSid} is not configured in this worker`,
    'UnknownAccount',
  );
}

function isTwilioHost(url: string, baseUrl: string | undefined): boolean {
  const { hostname, host, protocol } = new URL(url);
  if (baseUrl !== undefined && new URL(baseUrl).host === host) return true;
  return protocol === 'https:' && (hostname === 'twilio.com' || hostname.endsWith('.twilio.com'));
}
