/** An error as AWS STS answers it. Codes and statuses: AWS STS API Reference, "Common Errors" and each action's errors. */
export class StsError extends Error {
  readonly code: string;
  readonly status: number;
  /** The request itself was wrong, so that no server would ever accept it. */
  readonly isMalformedRequest: boolean;

  constructor(code: string, status: number, message: string, isMalformedRequest = false) {
    super(message);
    this.code = code;
    this.status = status;
    this.isMalformedRequest = isMalformedRequest;
  }
}

export function validationError(message: string): StsError {
  return new StsError('ValidationError', 400, message, true);
}

export function accessDenied(action = 'sts:AssumeRoleWithWebIdentity'): StsError {
  return new StsError('AccessDenied', 403, `Not authorized to perform ${action}`);
}
