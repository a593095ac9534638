import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'google-api-key',
    title: 'Google API key',
    severity: 'medium',
    shape: ['AIza', run(base64url, 35)],
    remedy: 'Delete or restrict it in the Google Cloud console under APIs & Services > Credentials.',
    source: 'https://cloud.google.com/docs/authentication/api-keys',
  }),
  token({
    id: 'google-gemini-api-key',
    title: 'Google Gemini API key',
    severity: 'high',
    shape: ['AQ.Ab8RN6', run(base64url, 44)],
    remedy: 'Delete it in Google AI Studio under API keys.',
  }),
  token({
    id: 'google-oauth-access-token',
    title: 'Google OAuth access token',
    severity: 'high',
    shape: ['ya29.', run(`${base64url}.`, 60, 2000)],
    remedy: 'Revoke it with POST https://oauth2.googleapis.com/revoke, or let it expire within the hour.',
    source: 'https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke',
  }),
  token({
    id: 'google-oauth-refresh-token',
    title: 'Google OAuth refresh token',
    severity: 'critical',
    shape: ['1//0', run(base64url, 60, 150)],
    remedy:
      'Revoke it with POST https://oauth2.googleapis.com/revoke, or under myaccount.google.com/connections.',
    source: 'https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke',
  }),
  token({
    id: 'google-oauth-client-secret',
    title: 'Google OAuth client secret',
    severity: 'high',
    shape: ['GOCSPX-', run(base64url, 28)],
    remedy:
      'Add a new secret and disable this one in the Google Cloud console under Google Auth Platform > Clients.',
  }),
  token({
    id: 'google-chat-webhook',
    title: 'Google Chat webhook',
    severity: 'medium',
    shape: [
      'https://chat.googleapis.com/v1/spaces/',
      run(base64url, 8, 40),
      '/messages?key=AIza',
      run(base64url, 35),
      '&token=',
      run(`${base64url}%`, 40, 60),
    ],
    remedy: 'Delete the webhook in the Chat space under Apps & integrations > Webhooks.',
    source: 'https://developers.google.com/workspace/chat/quickstart/webhooks',
  }),
  token({
    id: 'google-firebase-server-key',
    title: 'Firebase Cloud Messaging server key',
    severity: 'medium',
    shape: [run(base64url, 11), ':APA91b', run(base64url, 134)],
    remedy: 'Delete the server key in the Firebase console under Project settings > Cloud Messaging.',
  }),
];
