// @actions/http-client imports undici for one proxy method and @actions/github for its fetch. Sallyport never
// takes either road (requests go through packages/http), and the real library costs 0.9 MB and 30-45 ms of every
// start. See README.md.
function refuse() {
  throw new Error('sallyport: undici is not part of this bundle; requests go through packages/http');
}

export class ProxyAgent {
  dispatch() {
    refuse();
  }
}

export class Agent extends ProxyAgent {}

export const fetch = refuse;
export const request = refuse;
