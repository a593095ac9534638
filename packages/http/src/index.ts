export type { Clock, Deadline, HttpClient, HttpRequest, HttpResponse, Repeat } from './contract.ts';
