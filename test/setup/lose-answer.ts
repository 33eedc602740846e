import type { Exchange } from '../../phone/exchange/exchange';

/** Twilio sends the next message, and its answer is lost: the engine has to look for it, a second later. */
export function loseAnswer(exchange: Exchange): void {
  exchange.fault = ({ method, path }) => {
    if (method !== 'POST' || !path.endsWith('/Messages.json')) return undefined;
    exchange.fault = undefined;
    return 'accept-and-drop';
  };
}
