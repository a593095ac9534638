export {
  entraFaults,
  EntraTwin,
  startEntraTwin,
  type Application,
  type EntraCall,
  type EntraFault,
  type EntraTwinOptions,
  type FederatedCredential,
} from './entra-twin.ts';
