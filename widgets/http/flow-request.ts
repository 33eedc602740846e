/**
 * Header of every request that the engine sends to a URL which a flow, or an answer to it, has named. They are signed
 * with the account's token, as Twilio's are: by this the gateway tells them from those that Twilio sends.
 */
export const FLOW_REQUEST = 'x-studio-engine-request';
