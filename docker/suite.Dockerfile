# The conformance suite as an image: docker/build-suite makes it from the packed package.
# The reference KMS is in it as well, and SoftHSM, so that `docker run IMAGE run --fast` judges something at once.
ARG BASE_IMAGE=node:24-slim

FROM ${BASE_IMAGE} AS package
# The binding to PKCS#11 is compiled.
RUN command -v g++ && command -v make && command -v python3 || \
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends g++ make python3; }
WORKDIR /opt/kms-conformance
COPY package.tgz /tmp/
# Node is in the base image, with its headers. That the binding is missing would show in a report only.
RUN npm_config_nodedir=/usr/local npm install --no-audit --no-fund --no-save --omit=dev /tmp/package.tgz && \
    rm -rf node_modules/node-linux-* node_modules/.bin/node && \
    node --eval 'require("pkcs11js")'

FROM ${BASE_IMAGE}
RUN ls /usr/lib/softhsm/libsofthsm2.so || \
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends softhsm2 && rm -rf /var/lib/apt/lists/*; }
COPY --from=package /opt/kms-conformance /opt/kms-conformance
RUN useradd --system --uid 10001 --create-home --home-dir /work conformance
ENV PATH=/opt/kms-conformance/node_modules/.bin:$PATH
# Reports go here: mount a folder that the user 10001 may write to, or say --user.
WORKDIR /work
USER 10001
EXPOSE 4317
ENTRYPOINT ["kms-conformance"]
CMD ["--help"]
