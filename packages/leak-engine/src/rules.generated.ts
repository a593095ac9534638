// Generated from packages/leak-engine/src/rules by `npm run build`: add a file there, do not edit this one.
import { rules as adobe } from './rules/adobe.ts';
import { rules as age } from './rules/age.ts';
import { rules as aikido } from './rules/aikido.ts';
import { rules as airtable } from './rules/airtable.ts';
import { rules as aiven } from './rules/aiven.ts';
import { rules as algolia } from './rules/algolia.ts';
import { rules as alibaba } from './rules/alibaba.ts';
import { rules as anthropic } from './rules/anthropic.ts';
import { rules as apify } from './rules/apify.ts';
import { rules as asaas } from './rules/asaas.ts';
import { rules as asana } from './rules/asana.ts';
import { rules as assemblyai } from './rules/assemblyai.ts';
import { rules as atlassian } from './rules/atlassian.ts';
import { rules as authress } from './rules/authress.ts';
import { rules as aws } from './rules/aws.ts';
import { rules as axiom } from './rules/axiom.ts';
import { rules as azureSas } from './rules/azure-sas.ts';
import { rules as azure } from './rules/azure.ts';
import { rules as bitbucket } from './rules/bitbucket.ts';
import { rules as bitrise } from './rules/bitrise.ts';
import { rules as bitwarden } from './rules/bitwarden.ts';
import { rules as braintree } from './rules/braintree.ts';
import { rules as brave } from './rules/brave.ts';
import { rules as brevo } from './rules/brevo.ts';
import { rules as buildkite } from './rules/buildkite.ts';
import { rules as canva } from './rules/canva.ts';
import { rules as cerebras } from './rules/cerebras.ts';
import { rules as circleci } from './rules/circleci.ts';
import { rules as clickhouse } from './rules/clickhouse.ts';
import { rules as clickup } from './rules/clickup.ts';
import { rules as clojars } from './rules/clojars.ts';
import { rules as cloudflare } from './rules/cloudflare.ts';
import { rules as cloudsmith } from './rules/cloudsmith.ts';
import { rules as cockroachdb } from './rules/cockroachdb.ts';
import { rules as codecov } from './rules/codecov.ts';
import { rules as cohere } from './rules/cohere.ts';
import { rules as configcat } from './rules/configcat.ts';
import { rules as confluent } from './rules/confluent.ts';
import { rules as contentful } from './rules/contentful.ts';
import { rules as coveralls } from './rules/coveralls.ts';
import { rules as cratesIo } from './rules/crates-io.ts';
import { rules as cursor } from './rules/cursor.ts';
import { rules as databricks } from './rules/databricks.ts';
import { rules as datadog } from './rules/datadog.ts';
import { rules as datastax } from './rules/datastax.ts';
import { rules as dbt } from './rules/dbt.ts';
import { rules as deepgram } from './rules/deepgram.ts';
import { rules as deepseek } from './rules/deepseek.ts';
import { rules as definedNetworking } from './rules/defined-networking.ts';
import { rules as deno } from './rules/deno.ts';
import { rules as devcycle } from './rules/devcycle.ts';
import { rules as devin } from './rules/devin.ts';
import { rules as digitalocean } from './rules/digitalocean.ts';
import { rules as discord } from './rules/discord.ts';
import { rules as docker } from './rules/docker.ts';
import { rules as doppler } from './rules/doppler.ts';
import { rules as drone } from './rules/drone.ts';
import { rules as dropbox } from './rules/dropbox.ts';
import { rules as duffel } from './rules/duffel.ts';
import { rules as dynatrace } from './rules/dynatrace.ts';
import { rules as easypost } from './rules/easypost.ts';
import { rules as elastic } from './rules/elastic.ts';
import { rules as elevenlabs } from './rules/elevenlabs.ts';
import { rules as endorLabs } from './rules/endor-labs.ts';
import { rules as exoscale } from './rules/exoscale.ts';
import { rules as facebook } from './rules/facebook.ts';
import { rules as fastly } from './rules/fastly.ts';
import { rules as figma } from './rules/figma.ts';
import { rules as firecrawl } from './rules/firecrawl.ts';
import { rules as flutterwave } from './rules/flutterwave.ts';
import { rules as fly } from './rules/fly.ts';
import { rules as frameio } from './rules/frameio.ts';
import { rules as gcNotify } from './rules/gc-notify.ts';
import { rules as gitea } from './rules/gitea.ts';
import { rules as github } from './rules/github.ts';
import { rules as gitlab } from './rules/gitlab.ts';
import { rules as google } from './rules/google.ts';
import { rules as grafana } from './rules/grafana.ts';
import { rules as groq } from './rules/groq.ts';
import { rules as harness } from './rules/harness.ts';
import { rules as heroku } from './rules/heroku.ts';
import { rules as hetzner } from './rules/hetzner.ts';
import { rules as hex } from './rules/hex.ts';
import { rules as honeycomb } from './rules/honeycomb.ts';
import { rules as hubspot } from './rules/hubspot.ts';
import { rules as huggingFace } from './rules/hugging-face.ts';
import { rules as ibm } from './rules/ibm.ts';
import { rules as influxdb } from './rules/influxdb.ts';
import { rules as infracost } from './rules/infracost.ts';
import { rules as intra42 } from './rules/intra42.ts';
import { rules as ionic } from './rules/ionic.ts';
import { rules as jenkins } from './rules/jenkins.ts';
import { rules as jfrog } from './rules/jfrog.ts';
import { rules as jina } from './rules/jina.ts';
import { rules as jwt } from './rules/jwt.ts';
import { rules as klaviyo } from './rules/klaviyo.ts';
import { rules as langsmith } from './rules/langsmith.ts';
import { rules as launchdarkly } from './rules/launchdarkly.ts';
import { rules as lichess } from './rules/lichess.ts';
import { rules as linear } from './rules/linear.ts';
import { rules as linode } from './rules/linode.ts';
import { rules as mailchimp } from './rules/mailchimp.ts';
import { rules as mailersend } from './rules/mailersend.ts';
import { rules as mailgun } from './rules/mailgun.ts';
import { rules as mapbox } from './rules/mapbox.ts';
import { rules as mattermost } from './rules/mattermost.ts';
import { rules as maxmind } from './rules/maxmind.ts';
import { rules as mercury } from './rules/mercury.ts';
import { rules as mergify } from './rules/mergify.ts';
import { rules as messagebird } from './rules/messagebird.ts';
import { rules as microsoftTeams } from './rules/microsoft-teams.ts';
import { rules as minimax } from './rules/minimax.ts';
import { rules as mistral } from './rules/mistral.ts';
import { rules as mongodbAtlas } from './rules/mongodb-atlas.ts';
import { rules as moonshot } from './rules/moonshot.ts';
import { rules as neon } from './rules/neon.ts';
import { rules as netlify } from './rules/netlify.ts';
import { rules as newRelic } from './rules/new-relic.ts';
import { rules as notion } from './rules/notion.ts';
import { rules as npm } from './rules/npm.ts';
import { rules as nuget } from './rules/nuget.ts';
import { rules as nvidia } from './rules/nvidia.ts';
import { rules as octopus } from './rules/octopus.ts';
import { rules as okta } from './rules/okta.ts';
import { rules as ollama } from './rules/ollama.ts';
import { rules as onepassword } from './rules/onepassword.ts';
import { rules as onesignal } from './rules/onesignal.ts';
import { rules as onfido } from './rules/onfido.ts';
import { rules as openVsx } from './rules/open-vsx.ts';
import { rules as openai } from './rules/openai.ts';
import { rules as openrouter } from './rules/openrouter.ts';
import { rules as openshift } from './rules/openshift.ts';
import { rules as ory } from './rules/ory.ts';
import { rules as ovh } from './rules/ovh.ts';
import { rules as packagist } from './rules/packagist.ts';
import { rules as paddle } from './rules/paddle.ts';
import { rules as perplexity } from './rules/perplexity.ts';
import { rules as persona } from './rules/persona.ts';
import { rules as pinecone } from './rules/pinecone.ts';
import { rules as pinterest } from './rules/pinterest.ts';
import { rules as plaid } from './rules/plaid.ts';
import { rules as planetscale } from './rules/planetscale.ts';
import { rules as plivo } from './rules/plivo.ts';
import { rules as polar } from './rules/polar.ts';
import { rules as portainer } from './rules/portainer.ts';
import { rules as posthog } from './rules/posthog.ts';
import { rules as postman } from './rules/postman.ts';
import { rules as postmark } from './rules/postmark.ts';
import { rules as prefect } from './rules/prefect.ts';
import { rules as pulumi } from './rules/pulumi.ts';
import { rules as pypi } from './rules/pypi.ts';
import { rules as railway } from './rules/railway.ts';
import { rules as ramp } from './rules/ramp.ts';
import { rules as rancher } from './rules/rancher.ts';
import { rules as readme } from './rules/readme.ts';
import { rules as redirectPizza } from './rules/redirect-pizza.ts';
import { rules as render } from './rules/render.ts';
import { rules as replicate } from './rules/replicate.ts';
import { rules as resend } from './rules/resend.ts';
import { rules as rootly } from './rules/rootly.ts';
import { rules as rubygems } from './rules/rubygems.ts';
import { rules as runpod } from './rules/runpod.ts';
import { rules as salesforce } from './rules/salesforce.ts';
import { rules as samsara } from './rules/samsara.ts';
import { rules as scaleway } from './rules/scaleway.ts';
import { rules as scalingo } from './rules/scalingo.ts';
import { rules as sendgrid } from './rules/sendgrid.ts';
import { rules as sentry } from './rules/sentry.ts';
import { rules as settlemint } from './rules/settlemint.ts';
import { rules as shippo } from './rules/shippo.ts';
import { rules as shopify } from './rules/shopify.ts';
import { rules as slack } from './rules/slack.ts';
import { rules as snowflake } from './rules/snowflake.ts';
import { rules as snyk } from './rules/snyk.ts';
import { rules as sonar } from './rules/sonar.ts';
import { rules as sourcegraph } from './rules/sourcegraph.ts';
import { rules as square } from './rules/square.ts';
import { rules as stability } from './rules/stability.ts';
import { rules as stackhawk } from './rules/stackhawk.ts';
import { rules as stripe } from './rules/stripe.ts';
import { rules as sumoLogic } from './rules/sumo-logic.ts';
import { rules as supabase } from './rules/supabase.ts';
import { rules as tailscale } from './rules/tailscale.ts';
import { rules as tavily } from './rules/tavily.ts';
import { rules as teamcity } from './rules/teamcity.ts';
import { rules as telegram } from './rules/telegram.ts';
import { rules as temporal } from './rules/temporal.ts';
import { rules as tencent } from './rules/tencent.ts';
import { rules as terraform } from './rules/terraform.ts';
import { rules as thunderstore } from './rules/thunderstore.ts';
import { rules as together } from './rules/together.ts';
import { rules as travis } from './rules/travis.ts';
import { rules as trello } from './rules/trello.ts';
import { rules as twilio } from './rules/twilio.ts';
import { rules as twitter } from './rules/twitter.ts';
import { rules as typeform } from './rules/typeform.ts';
import { rules as unkey } from './rules/unkey.ts';
import { rules as upcloud } from './rules/upcloud.ts';
import { rules as valTown } from './rules/val-town.ts';
import { rules as vault } from './rules/vault.ts';
import { rules as vercel } from './rules/vercel.ts';
import { rules as wakatime } from './rules/wakatime.ts';
import { rules as wandb } from './rules/wandb.ts';
import { rules as workato } from './rules/workato.ts';
import { rules as xai } from './rules/xai.ts';
import { rules as xata } from './rules/xata.ts';
import { rules as yandex } from './rules/yandex.ts';
import { rules as zai } from './rules/zai.ts';
import { rules as zuplo } from './rules/zuplo.ts';

export const rules = [
  ...adobe,
  ...age,
  ...aikido,
  ...airtable,
  ...aiven,
  ...algolia,
  ...alibaba,
  ...anthropic,
  ...apify,
  ...asaas,
  ...asana,
  ...assemblyai,
  ...atlassian,
  ...authress,
  ...aws,
  ...axiom,
  ...azureSas,
  ...azure,
  ...bitbucket,
  ...bitrise,
  ...bitwarden,
  ...braintree,
  ...brave,
  ...brevo,
  ...buildkite,
  ...canva,
  ...cerebras,
  ...circleci,
  ...clickhouse,
  ...clickup,
  ...clojars,
  ...cloudflare,
  ...cloudsmith,
  ...cockroachdb,
  ...codecov,
  ...cohere,
  ...configcat,
  ...confluent,
  ...contentful,
  ...coveralls,
  ...cratesIo,
  ...cursor,
  ...databricks,
  ...datadog,
  ...datastax,
  ...dbt,
  ...deepgram,
  ...deepseek,
  ...definedNetworking,
  ...deno,
  ...devcycle,
  ...devin,
  ...digitalocean,
  ...discord,
  ...docker,
  ...doppler,
  ...drone,
  ...dropbox,
  ...duffel,
  ...dynatrace,
  ...easypost,
  ...elastic,
  ...elevenlabs,
  ...endorLabs,
  ...exoscale,
  ...facebook,
  ...fastly,
  ...figma,
  ...firecrawl,
  ...flutterwave,
  ...fly,
  ...frameio,
  ...gcNotify,
  ...gitea,
  ...github,
  ...gitlab,
  ...google,
  ...grafana,
  ...groq,
  ...harness,
  ...heroku,
  ...hetzner,
  ...hex,
  ...honeycomb,
  ...hubspot,
  ...huggingFace,
  ...ibm,
  ...influxdb,
  ...infracost,
  ...intra42,
  ...ionic,
  ...jenkins,
  ...jfrog,
  ...jina,
  ...jwt,
  ...klaviyo,
  ...langsmith,
  ...launchdarkly,
  ...lichess,
  ...linear,
  ...linode,
  ...mailchimp,
  ...mailersend,
  ...mailgun,
  ...mapbox,
  ...mattermost,
  ...maxmind,
  ...mercury,
  ...mergify,
  ...messagebird,
  ...microsoftTeams,
  ...minimax,
  ...mistral,
  ...mongodbAtlas,
  ...moonshot,
  ...neon,
  ...netlify,
  ...newRelic,
  ...notion,
  ...npm,
  ...nuget,
  ...nvidia,
  ...octopus,
  ...okta,
  ...ollama,
  ...onepassword,
  ...onesignal,
  ...onfido,
  ...openVsx,
  ...openai,
  ...openrouter,
  ...openshift,
  ...ory,
  ...ovh,
  ...packagist,
  ...paddle,
  ...perplexity,
  ...persona,
  ...pinecone,
  ...pinterest,
  ...plaid,
  ...planetscale,
  ...plivo,
  ...polar,
  ...portainer,
  ...posthog,
  ...postman,
  ...postmark,
  ...prefect,
  ...pulumi,
  ...pypi,
  ...railway,
  ...ramp,
  ...rancher,
  ...readme,
  ...redirectPizza,
  ...render,
  ...replicate,
  ...resend,
  ...rootly,
  ...rubygems,
  ...runpod,
  ...salesforce,
  ...samsara,
  ...scaleway,
  ...scalingo,
  ...sendgrid,
  ...sentry,
  ...settlemint,
  ...shippo,
  ...shopify,
  ...slack,
  ...snowflake,
  ...snyk,
  ...sonar,
  ...sourcegraph,
  ...square,
  ...stability,
  ...stackhawk,
  ...stripe,
  ...sumoLogic,
  ...supabase,
  ...tailscale,
  ...tavily,
  ...teamcity,
  ...telegram,
  ...temporal,
  ...tencent,
  ...terraform,
  ...thunderstore,
  ...together,
  ...travis,
  ...trello,
  ...twilio,
  ...twitter,
  ...typeform,
  ...unkey,
  ...upcloud,
  ...valTown,
  ...vault,
  ...vercel,
  ...wakatime,
  ...wandb,
  ...workato,
  ...xai,
  ...xata,
  ...yandex,
  ...zai,
  ...zuplo,
] as const;
