import { describe, expect, test } from '@jest/globals';
import { commandsOf } from '../../../packages/separation/src/shell.ts';
import { lookUp } from '../../../packages/separation/src/tables/row.ts';
import { deployCommands, deployScriptKind } from '../../../packages/separation/src/tables/deploy-commands.ts';
import { treeCode } from '../../../packages/separation/src/tables/tree-code.ts';

const cuts: readonly (readonly [string, readonly string[]])[] = [
  ['npm ci', ['npm ci']],
  ['npm ci && npm test; make', ['npm ci', 'npm test', 'make']],
  ['A=1 B="x y" npm ci', ['npm ci']],
  ['sudo -E npm ci', ['npm ci']],
  ['timeout 60 npm ci', ['npm ci']],
  ['if true; then npm ci; fi', ['true', 'npm ci', 'fi']],
  ['npm \\\n  ci', ['npm ci']],
  ['# npm ci\nmake # npm ci', ['make']],
  ['cat <<EOF\nnpm ci\nEOF\nmake', ['cat', 'make']],
  ['echo "$(npm ci)"', ['echo', 'npm ci']],
  ['x=$(make all)', ['make all']],
  ['echo a | xargs -I {} cosign sign {}', ['echo a', 'cosign sign {}']],
  ['/usr/bin/make', ['make']],
  ['./scripts/a.sh', ['./scripts/a.sh']],
  ['npm.cmd ci', ['npm ci']],
  ['make > log 2>&1', ['make']],
  ['echo "a; b" \'c && d\'', ['echo a; b c && d']],
  ['echo ${{ a && b }} c', ['echo ${{ a && b }} c']],
  ['', []],
  ["echo 'unclosed", ['echo unclosed']],
];

describe('a script is cut into commands', () => {
  test.each(cuts)('%j', (script, expected) => {
    expect(commandsOf(script).map(({ words }) => words.join(' '))).toEqual(expected);
  });

  test('the line is that of the command', () => {
    expect(commandsOf('a\n\nb \\\n c\nd').map(({ line }) => line)).toEqual([0, 2, 4]);
  });
});

// What a command executes of the tree; '-' for nothing.
const executed: readonly (readonly [string, string])[] = [
  ['npm ci', 'install'],
  ['npm install', 'install'],
  ['npm install -g npm@latest', '-'],
  ['npm install left-pad', '-'],
  ['npm ci --ignore-scripts', '-'],
  ['npm test', 'task'],
  ['npm run build', 'task'],
  ['npm --version', '-'],
  ['npm publish', 'lifecycle'],
  ['npm publish x.tgz', '-'],
  ['npm publish --ignore-scripts', '-'],
  ['yarn', 'install'],
  ['yarn build', 'task'],
  ['yarn --version', '-'],
  ['pnpm install --frozen-lockfile', 'install'],
  ['pnpm exec eslint', 'task'],
  ['npx eslint', 'task'],
  ['npx wrangler@4 deploy', '-'],
  ['pip install -r requirements.txt', 'install'],
  ['pip install .', 'install'],
  ['pip install ./pkg', 'install'],
  ['pip install twine', '-'],
  ['python -m pip install -e .', 'install'],
  ['python -m build', 'compile'],
  ['python -m pytest', 'test'],
  ['python -c "print(1)"', '-'],
  ['python script.py', 'script'],
  ['uv sync', 'install'],
  ['uv run pytest', 'task'],
  ['cargo build --release', 'compile'],
  ['cargo install cargo-edit', '-'],
  ['cargo install --path .', 'compile'],
  ['cargo test', 'test'],
  ['cargo publish', 'lifecycle'],
  ['go build ./...', 'compile'],
  ['go install example.com/x@v1', '-'],
  ['./gradlew build', 'compile'],
  ['mvn -B verify', 'compile'],
  ['make', 'compile'],
  ['docker build .', 'container'],
  ['docker build https://github.com/o/r.git', '-'],
  ['docker pull alpine', '-'],
  ['bash scripts/a.sh', 'script'],
  ['bash -c "echo"', '-'],
  ['terraform plan', 'config'],
  ['terraform init', '-'],
  ['kubectl -n shop apply -f x.yml', 'config'],
  ['cdk deploy', 'task'],
  ['echo npm ci', '-'],
  ['git status', '-'],
];

const deployed: readonly (readonly [string, string])[] = [
  ['npm publish', 'package'],
  ['npm publish --dry-run', '-'],
  ['pnpm publish -r', 'package'],
  ['twine upload dist/*', 'package'],
  ['python -m twine upload dist/*', 'package'],
  ['uv publish', 'package'],
  ['cargo publish', 'package'],
  ['cargo publish --dry-run', '-'],
  ['gem push a.gem', 'package'],
  ['dotnet nuget push a.nupkg', 'package'],
  ['./gradlew :lib:publish', 'package'],
  ['./gradlew publishToMavenLocal', '-'],
  ['mvn -B deploy', 'package'],
  ['terraform apply -auto-approve', 'infrastructure'],
  ['terraform -chdir=live apply', 'infrastructure'],
  ['terraform plan', '-'],
  ['pulumi up --yes', 'infrastructure'],
  ['aws s3 sync dist s3://x', 'cloud'],
  ['aws s3 cp s3://x dist', '-'],
  ['aws sts get-caller-identity', '-'],
  ['gcloud run deploy app', 'cloud'],
  ['az webapp deploy', 'cloud'],
  ['kubectl apply -f x.yml', 'cluster'],
  ['kubectl apply --dry-run=client -f x.yml', '-'],
  ['kubectl get pods', '-'],
  ['helm upgrade app ./chart', 'cluster'],
  ['npx wrangler deploy', 'site'],
  ['vercel', '-'],
  ['vercel --prod', 'site'],
  ['rsync -a dist user@host:/srv', 'site'],
  ['rsync -a a b', '-'],
  ['gh release create v1', 'release'],
  ['gh release view v1', '-'],
  ['git push origin main', 'git'],
  ['docker push ghcr.io/o/r', 'image'],
  ['docker buildx build --push .', 'image'],
  ['docker build .', '-'],
  ['npm run deploy', 'cloud'],
  ['npm run deploy:preview', '-'],
  ['make deploy', 'cloud'],
  ['make test', '-'],
  ['./scripts/deploy.sh', 'cloud'],
  ['./scripts/release.sh', 'release'],
  ['./scripts/check-deploy.sh', '-'],
  ['semantic-release', 'package'],
  ['npx changeset publish', 'package'],
];

describe('the tables', () => {
  test.each(executed)('%s executes: %s', (script, expected) => {
    const [command] = commandsOf(script);
    expect(command === undefined ? '-' : (lookUp(treeCode, command)?.kind ?? '-')).toBe(expected);
  });

  test.each(deployed)('%s deploys: %s', (script, expected) => {
    const [command] = commandsOf(script);
    const kind =
      command === undefined
        ? undefined
        : (lookUp(deployCommands, command)?.kind ?? deployScriptKind(command));
    expect(kind ?? '-').toBe(expected);
  });
});
