/** A note on a step: what went otherwise than the flow's author would expect. Codes are Twilio's. */
export interface Warning {
  code: number;
  message: string;
}
