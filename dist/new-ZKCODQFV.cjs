"use strict";exports.__esModule=!0,exports.newDefinition=newDefinition;function _chunkGNAXZ46R(){const e=require("./chunk-GNAXZ46R.cjs");return _chunkGNAXZ46R=function(){return e},e}function _chunkH4TZGX4S(){const e=require("./chunk-H4TZGX4S.cjs");return _chunkH4TZGX4S=function(){return e},e}function _nodeCrypto(){const e=require("node:crypto");return _nodeCrypto=function(){return e},e}function _nodeFs(){const e=require("node:fs");return _nodeFs=function(){return e},e}function _nodePath(){const e=require("node:path");return _nodePath=function(){return e},e}async function newDefinition(e,o,n){const[r,...t]=e.split("."),l=d=>/^[a-z0-9]+(?:-+[a-z0-9]+)*$/.test(d);if(t.length===0||!e.split(".").every(l)||e.length>52)throw new(_chunkH4TZGX4S()).UsageError(`"${e}" is not an id: write <namespace>.<name> in lower case, such as acme.nightly-report (at most 52 characters)`);const a=(0,_chunkH4TZGX4S().findRoot)(process.cwd())??process.cwd(),u=new Date().toISOString().slice(0,10),c=skeleton({id:e,name:t.join("."),today:u,variable:await firstVariable(a)});if(o.stdout)return n.out(c),_chunkH4TZGX4S().EXIT.ok;const s=`${_chunkH4TZGX4S().DEFINITIONS_FOLDER}/${r}/${t.join(".")}.md`,i=(0,_nodePath().relative)(process.cwd(),(0,_nodePath().resolve)(a,s));if((0,_nodeFs().existsSync)((0,_nodePath().resolve)(a,s)))throw new(_chunkH4TZGX4S()).UsageError(`${i} is there already`);return await(0,_chunkGNAXZ46R().writeAtomically)(a,(0,_chunkGNAXZ46R().textFile)(s,c)),n.out(`${i}
next: fill it in, then actdef validate ${i}
`),_chunkH4TZGX4S().EXIT.ok}async function firstVariable(e){const{targets:o}=(0,_chunkH4TZGX4S().analyse)({definitions:[],targets:(0,_chunkH4TZGX4S().readTargets)(e),isWholeProject:!1});return Object.keys(o[0]?.target.environment??{})[0]??"SERVICE_URL"}function skeleton({id:e,name:o,variable:n,today:r}){const t=o.replace(/[-.]+/g," ");return`---
type: activity-definition
schema_version: 1
id: ${e}
uuid: ${(0,_nodeCrypto().randomUUID)()}
title: ${t.charAt(0).toUpperCase()}${t.slice(1)}
owner: nobody-yet # who is called when it fails
created: ${r}
updated: ${r}
enabled: false # true once the rollout phase is parallel or primary
schedule:
  cron: "17 3 * * *" # five fields, in quotes; always UTC
misfire_policy: skip # a fire that comes too late is dropped; or fire_once, fire_all
max_seconds: 300 # how long the called service may work
on_failure: log_and_continue # or pause, escalate
invoke:
  kind: http
  method: POST
  base_url_env: ${n} # a name from \`environment\` in k8s/targets/*.yaml
  path: /${o.replaceAll(".","/")}
  idempotent: false # true if a repeat of the same fire does no harm
rollout:
  phase: defined
---

# ${t.charAt(0).toUpperCase()}${t.slice(1)}

## Purpose

What this job is for, and who would miss it.

## How to run manually

How to start it once, and what a good run looks like.

## How to pause

How to stop it for an hour, and for longer.

## Failure modes

What fails, how it shows, and what to do then.

## Rollback

How to return to what did this work before.
`}
