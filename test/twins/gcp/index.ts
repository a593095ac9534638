export {
  gcpFaults,
  GcpTwin,
  startGcpTwin,
  type GcpCall,
  type GcpFault,
  type GcpService,
  type GcpTwinOptions,
  type ServiceAccount,
} from './gcp-twin.ts';
export type { WorkloadIdentityProvider } from './subject-token.ts';
