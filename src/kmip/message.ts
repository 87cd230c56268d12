/** Request and response messages (KMIP 2.1, Request Message and Response Message), in either direction. */
export type {
  ErrorContinuation,
  ProtocolVersion,
  RequestHeader,
  RequestItem,
  RequestMessage,
} from './message-request.ts';
export { buildRequest, MAX_BATCH_ITEMS, parseRequest, requestedVersion } from './message-request.ts';
export type { ResponseHeader, ResponseItem, ResponseMessage } from './message-response.ts';
export { buildResponse, buildResponseItem, parseResponse } from './message-response.ts';
