/** A refusal of Google: OAuth's at the STS, a status at IAM Credentials. */
export class GcpError extends Error {
  readonly code: string;
  readonly status: number;
  /** The request itself was wrong, so that no project would ever accept it. */
  readonly isMalformedRequest: boolean;

  constructor(code: string, status: number, message: string, isMalformedRequest = false) {
    super(message);
    this.code = code;
    this.status = status;
    this.isMalformedRequest = isMalformedRequest;
  }
}
