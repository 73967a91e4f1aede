"use strict";exports.__esModule=!0,exports.runtime=void 0,exports.syncAttempt=Q,exports.syncJob=void 0,exports.syncJobOf=M;function _(){const e=require("./chunk-QHEKLVTP.cjs");return _=function(){return e},e}function u(){const e=require("./chunk-QCQ4462B.cjs");return u=function(){return e},e}function s(){const e=require("./chunk-Q3IJ4Z5X.cjs");return s=function(){return e},e}function m(){const e=require("./chunk-7DO4P245.cjs");return m=function(){return e},e}var y={allowPrivilegeEscalation:!1,capabilities:{drop:["ALL"]},readOnlyRootFilesystem:!0},A=65532,T={name:"tmp",emptyDir:{sizeLimit:"64Mi"}},C={name:"tmp",mountPath:"/tmp"};function h({labels:e,annotations:t,user:n,spec:o}){return{metadata:{labels:e,annotations:t},spec:{automountServiceAccountToken:!1,enableServiceLinks:!1,securityContext:{runAsNonRoot:!0,runAsUser:n,runAsGroup:n,fsGroup:n,seccompProfile:{type:"RuntimeDefault"}},...o}}}var R={type:"RollingUpdate",rollingUpdate:{maxSurge:1,maxUnavailable:0}},I=3,E="svc.cluster.local",G=`kube-dns.kube-system.${E}`;function H(e,t,n){return t.managed?`http://${e}.${n}.${E}:${t.port}`:t.url}function q(e,t){return/[.:]/.test(e)?e.endsWith(".svc")?`${e}.cluster.local`:e:`${e}.${t}.${E}`}function N(e,t){const n=e.split(".");return n.length===1?t:n[n.lastIndexOf("svc")-1]}var O="actcore-runtime-env";function P(e){const t=(0,u().entriesInKeyOrder)(e.environment).map(([o,{bridge:r}])=>[o,H(r,K(r,e),e.namespace)]),n=(0,s().labelsOf)(O,"environment");return(0,s().kubernetesObject)({apiVersion:"v1",kind:"ConfigMap",name:O,namespace:e.namespace,labels:n},{data:{...Object.fromEntries(t),TEMPORAL_ADDRESS:e.temporal.address,TEMPORAL_NAMESPACE:e.temporal.namespace,TEMPORAL_TASK_QUEUE:e.temporal.task_queue}})}function g(e,t){const{secret:n,key:o}=e.database;return{envFrom:[{configMapRef:{name:O}}],env:[{name:"DATABASE_URL",valueFrom:{secretKeyRef:{name:n,key:o}}},...t]}}function K(e,t){const n=t.bridges[e];if(!n)throw new Error(`the target "${t.name}" was not checked: it declares no bridge "${e}"`);return n}var l="actcore-sync",S=(0,s().labelsOf)(l,"sync"),L="/etc/actcore/definitions",B=42,de=exports.syncJob={name:"actcore-sync",file:"30-actcore-sync.yaml",isSynced:!0,project:(e,t,n)=>[M(t,(0,_().definitionSources)(n),n.map(s().statedContentSha256))]};function M(e,t,n){const o=J([...n,(0,s().statedContentSha256)($("",e,t))]);return $(`${l}-${o.slice(0,_().NAME_HASH_DIGITS)}-a1`,e,t)}function J(e){return(0,m().canonicalSha256)(e)}function Q(e,t,n){const{apiVersion:o,kind:r,metadata:a,...c}=e,{spec:i}=c,b=i.template.spec.containers.map(k=>n.length>0?{...k,args:n}:k),v={...i.template,spec:{...i.template.spec,containers:b}};return(0,s().kubernetesObject)({apiVersion:o,kind:r,...a,name:t},{...c,spec:{...i,template:v}})}function $(e,t,n){const{deadline_seconds:o,ttl_seconds:r}=t.sync_job,a=h({labels:S,annotations:{...(0,s().configAnnotation)(P(t)),[s().IMAGE_REVISION]:t.image_revision},user:A,spec:{serviceAccountName:l,restartPolicy:"Never",containers:[X(t,n.indexSha256)],volumes:[{name:"definitions",projected:{sources:n.names.map(c=>({configMap:{name:c}}))}}]}});return(0,s().kubernetesObject)({apiVersion:"batch/v1",kind:"Job",name:e,namespace:t.namespace,labels:S},{spec:{backoffLimit:2,activeDeadlineSeconds:o,ttlSecondsAfterFinished:r,podFailurePolicy:z,template:a}})}var z={rules:[{action:"FailJob",onExitCodes:{containerName:l,operator:"In",values:[B]}},{action:"Ignore",onPodConditions:[{type:"DisruptionTarget",status:"True"}]}]};function X(e,t){return{name:l,image:e.image,command:[l],...g(e,[{name:"ACTCORE_DEFINITIONS_FOLDER",value:L},{name:"ACTCORE_INDEX_SHA256",value:t},{name:"ACTCORE_EXPECTED_DATABASE",value:e.database.name},{name:"ACTCORE_EXPECTED_CLUSTER_UID",value:e.cluster.uid??""},{name:"ACTCORE_JOB_NAME",valueFrom:{fieldRef:{fieldPath:"metadata.labels['batch.kubernetes.io/job-name']"}}}]),resources:{requests:{cpu:"50m",memory:"128Mi"},limits:{cpu:"1",memory:"512Mi"}},securityContext:y,terminationMessagePolicy:"File",volumeMounts:[{name:"definitions",mountPath:L,readOnly:!0}]}}var x="/bridge-health";function Y(e,t){const{port:n,upstream:o,proxy_timeout_seconds:r}=e,a=q(o.host,t),c=`${a.includes(":")?`[${a}]`:a}:${o.port}`;return`daemon off;
pid /tmp/nginx.pid;
error_log stderr warn;

events {
    worker_connections 1024;
}

http {
    server_tokens off;

    client_body_temp_path /tmp/client-body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;

    log_format call escape=json
        '{"time":"$time_iso8601","method":"$request_method","path":"$uri","status":$status,'
        '"seconds":$request_time,"upstream":"$upstream_addr","idempotency_key":"$http_idempotency_key"}';
    access_log /dev/stdout call;

    resolver ${G};
    resolver_timeout 5s;

    server {
        listen ${n};

        # Calls are rare and a POST is never repeated: none may be lost on a connection that was kept too long.
        keepalive_timeout 0;

        client_max_body_size 1m;
        large_client_header_buffers 4 16k;

        location = ${x} {
            access_log off;
            default_type text/plain;
            return 200 "ok\\n";
        }

        location / {
            # A variable, so that the name is resolved at each call.
            set $upstream ${c};
            proxy_pass http://$upstream;
            proxy_http_version 1.1;

            # From the target: proxy_timeout_seconds.
            proxy_read_timeout ${r}s;
            proxy_send_timeout ${r}s;
            proxy_connect_timeout 5s;

            # Whatever happens, a call is passed on at most once.
            proxy_next_upstream off;
            proxy_request_buffering off;
            proxy_buffering off;

            # Room for an answer's headers, which must fit into one buffer.
            proxy_buffer_size 16k;
            proxy_buffers 4 16k;
        }
    }
}
`}var W=101,D="/etc/bridge",w="nginx.conf",Z=5;function ee(e,t,n,o){const r={name:e,namespace:o.namespace,labels:(0,s().labelsOf)(e,"bridge")},a=(0,s().kubernetesObject)({...r,apiVersion:"v1",kind:"ConfigMap"},{data:{[w]:Y(t,o.namespace)}}),c=(0,u().inKeyOrder)(t.selector),i=n.filter(({activity:v})=>(0,m().bridgeOf)(v,o)?.name===e),b=h({labels:{...r.labels,...c},annotations:(0,s().configAnnotation)(a),user:W,spec:{terminationGracePeriodSeconds:(0,m().terminationGrace)(i),containers:[te(t,(0,m().terminationGrace)(i))],volumes:[{name:"configuration",configMap:{name:e}},T]}});return[a,(0,s().kubernetesObject)({...r,apiVersion:"apps/v1",kind:"Deployment"},{spec:{replicas:1,revisionHistoryLimit:I,selector:{matchLabels:c},strategy:R,template:b}}),(0,s().kubernetesObject)({...r,apiVersion:"v1",kind:"Service"},{spec:{type:"ClusterIP",selector:c,ports:[{name:"http",port:t.port,targetPort:t.port,protocol:"TCP"}]}})]}function te(e,t){const n={httpGet:{path:x,port:e.port}};return{name:"nginx",image:e.image,command:["nginx","-e","stderr","-c",`${D}/${w}`],ports:[{name:"http",containerPort:e.port,protocol:"TCP"}],livenessProbe:{...n,periodSeconds:20,timeoutSeconds:5,failureThreshold:3},readinessProbe:{...n,periodSeconds:5,timeoutSeconds:2,failureThreshold:2},lifecycle:{preStop:{exec:{command:["/bin/sh","-c",ne(t)]}}},resources:{requests:{cpu:"10m",memory:"16Mi"},limits:{cpu:"200m",memory:"64Mi"}},securityContext:y,volumeMounts:[{name:"configuration",mountPath:D,readOnly:!0},C]}}function ne(e){return`sleep ${Z}; kill -QUIT 1; sleep ${e}`}var U="/etc/actcore/secrets";function oe(e){const t=new Map;for(const n of e.flatMap(({activity:o})=>Object.values(o.invoke.headers))){if(typeof n=="string")continue;const{name:o,key:r}=n.secret_ref;t.set(o,(t.get(o)??new Set).add(r))}return(0,u().entriesInKeyOrder)(Object.fromEntries(t)).map(([n,o])=>({secret:{name:n,items:[...o].sort().map(r=>({key:r,path:`${n}/${r}`}))}}))}var p="actcore-worker",f=8080;function re(e,t,n){const o={name:p,namespace:t.namespace,labels:(0,s().labelsOf)(p,"worker")},r=(0,u().inKeyOrder)(t.worker.selector),{replicas:a}=t.worker,c={replicas:a,revisionHistoryLimit:I,selector:{matchLabels:r},strategy:R,template:h({labels:{...o.labels,...r},annotations:{...(0,s().configAnnotation)(n),[s().IMAGE_REVISION]:t.image_revision},user:A,spec:se(e,t)})},i=(0,s().kubernetesObject)({...o,apiVersion:"policy/v1",kind:"PodDisruptionBudget"},{spec:{maxUnavailable:1,selector:{matchLabels:r}}});return[(0,s().kubernetesObject)({...o,apiVersion:"v1",kind:"ServiceAccount"},{automountServiceAccountToken:!1}),(0,s().kubernetesObject)({...o,apiVersion:"apps/v1",kind:"Deployment"},{spec:c}),...a>1?[i]:[]]}function se(e,t){const n=oe(e),o={name:"secrets",projected:{defaultMode:288,sources:n}},r={name:"secrets",mountPath:U,readOnly:!0};return{serviceAccountName:p,terminationGracePeriodSeconds:(0,m().terminationGrace)(e),containers:[{...ae(t),volumeMounts:[...n.length>0?[r]:[],C]}],volumes:[...n.length>0?[o]:[],T]}}function ae(e){const t={httpGet:{path:"/livez",port:f}},n={httpGet:{path:"/readyz",port:f}};return{name:p,image:e.image,command:[p],...g(e,[{name:"ACTCORE_HEALTH_PORT",value:String(f)},{name:"ACTCORE_SECRETS_FOLDER",value:U}]),ports:[{name:"health",containerPort:f,protocol:"TCP"}],startupProbe:{...t,periodSeconds:2,timeoutSeconds:2,failureThreshold:30},livenessProbe:{...t,periodSeconds:20,timeoutSeconds:5,failureThreshold:3},readinessProbe:{...n,periodSeconds:5,timeoutSeconds:2,failureThreshold:2},resources:{requests:{cpu:"50m",memory:"192Mi"},limits:{cpu:"1",memory:"512Mi"}},securityContext:y}}function ce(e){const t=[ie(),ue(e),le(e),...(0,u().entriesInKeyOrder)(e.bridges).map(([,a])=>me(a,e))],{managed:n,selector:o}=e.worker,r={from:[{namespaceSelector:{}}],ports:[d(f)]};return[...n?[j(e,p,"worker",(0,u().inKeyOrder)(o),[r],t)]:[],j(e,l,"sync",{[s().NAME_LABEL]:l},[],t)]}function j(e,t,n,o,r,a){return(0,s().kubernetesObject)({apiVersion:"networking.k8s.io/v1",kind:"NetworkPolicy",name:t,namespace:e.namespace,labels:(0,s().labelsOf)(t,n)},{spec:{podSelector:{matchLabels:o},policyTypes:["Ingress","Egress"],...r.length>0&&{ingress:r},egress:a}})}function d(e){return{protocol:"TCP",port:e}}function F(e){return{namespaceSelector:{matchLabels:{"kubernetes.io/metadata.name":e}}}}function ie(){return{to:[{...F("kube-system"),podSelector:{matchLabels:{"k8s-app":"kube-dns"}}}],ports:[{protocol:"UDP",port:53},d(53)]}}function ue({temporal:e,namespace:t}){const[n="",o]=e.address.split(":");return V(n,t,[d(Number(o))])}function le({database:e}){const{cidr:t,port:n}=e.egress;return{to:[{ipBlock:{cidr:t}}],ports:[d(n)]}}function me(e,{namespace:t}){if(e.managed)return{to:[{podSelector:{matchLabels:(0,u().inKeyOrder)(e.selector)}}],ports:[d(e.port)]};const{hostname:n,port:o,protocol:r}=new URL(e.url),a=N(n,t)!==void 0,c=r==="https:"?443:80;return V(n,t,a?[]:[d(Number(o)||c)])}function V(e,t,n){const o=N(e,t);return{...o&&{to:[F(o)]},...n.length>0&&{ports:n}}}var fe=exports.runtime={name:"runtime",file:"20-runtime.yaml",isSynced:!0,project:(e,t)=>{const n=P(t);return[n,...(0,_().definitionConfigMaps)(e,t),...(0,u().entriesInKeyOrder)(t.bridges).flatMap(([o,r])=>r.managed?ee(o,r,e,t):[]),...t.worker.managed?re(e,t,n):[],pe(t),...ce(t)]}};function pe({namespace:e}){return(0,s().kubernetesObject)({apiVersion:"v1",kind:"ServiceAccount",name:l,namespace:e,labels:S},{automountServiceAccountToken:!1})}
