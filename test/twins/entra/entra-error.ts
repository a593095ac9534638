/** A refusal of Entra: the number after AADSTS, the OAuth error, the sentence. */
export class EntraError extends Error {
  readonly code: number;
  readonly error: string;
  readonly status: number;
  /** The request itself was wrong, so that no tenant would ever accept it. */
  readonly isMalformedRequest: boolean;

  constructor(code: number, error: string, message: string, isMalformedRequest = false) {
    super(message);
    this.code = code;
    this.error = error;
    this.status = error === 'invalid_client' ? 401 : 400;
    this.isMalformedRequest = isMalformedRequest;
  }
}
