<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>CheckText</name>
    <message>
        <source>there; at most %1 a user</source>
        <translation>disponible; como mucho %1 por usuario</translation>
    </message>
    <message>
        <source>switched off: %1 is 0</source>
        <translation>desactivado: %1 es 0</translation>
    </message>
    <message>
        <source>there</source>
        <translation>disponible</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>aviso</translation>
    </message>
    <message>
        <source>%1 drops what no rule of it accepts</source>
        <comment>a chain</comment>
        <translation>%1 descarta lo que ninguna de sus reglas acepta</translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>Namespaces</source>
        <translation>Espacios de nombres</translation>
    </message>
    <message>
        <source>No container can be started.</source>
        <translation>No se puede iniciar ningún contenedor.</translation>
    </message>
    <message>
        <source>Boot a kernel built with this namespace (Debian&apos;s are).</source>
        <translation>Arranque un núcleo compilado con este espacio de nombres (los de Debian lo están).</translation>
    </message>
    <message>
        <source>this kernel does not have it</source>
        <translation>este núcleo no lo tiene</translation>
    </message>
    <message>
        <source>there</source>
        <translation>disponible</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>no está instalado</translation>
    </message>
    <message>
        <source>User namespace</source>
        <translation>Espacio de nombres de usuarios</translation>
    </message>
    <message>
        <source>Root inside is an ordinary user outside.</source>
        <translation>El root de dentro es fuera un usuario corriente.</translation>
    </message>
    <message>
        <source>Process namespace</source>
        <translation>Espacio de nombres de procesos</translation>
    </message>
    <message>
        <source>A container sees its own processes only.</source>
        <translation>Un contenedor solo ve sus propios procesos.</translation>
    </message>
    <message>
        <source>Mount namespace</source>
        <translation>Espacio de nombres de montajes</translation>
    </message>
    <message>
        <source>A container has its own file system tree.</source>
        <translation>Un contenedor tiene su propio árbol de archivos.</translation>
    </message>
    <message>
        <source>Network namespace</source>
        <translation>Espacio de nombres de red</translation>
    </message>
    <message>
        <source>A container has its own network cards and addresses.</source>
        <translation>Un contenedor tiene sus propias tarjetas de red y direcciones.</translation>
    </message>
    <message>
        <source>UTS namespace</source>
        <translation>Espacio de nombres UTS</translation>
    </message>
    <message>
        <source>A container has its own host name.</source>
        <translation>Un contenedor tiene su propio nombre de equipo.</translation>
    </message>
    <message>
        <source>IPC namespace</source>
        <translation>Espacio de nombres IPC</translation>
    </message>
    <message>
        <source>A container has its own shared memory and queues.</source>
        <translation>Un contenedor tiene su propia memoria compartida y sus colas.</translation>
    </message>
    <message>
        <source>Cgroup namespace</source>
        <translation>Espacio de nombres de cgroups</translation>
    </message>
    <message>
        <source>A container sees its own part of the control groups.</source>
        <translation>Un contenedor solo ve su parte de los grupos de control.</translation>
    </message>
    <message>
        <source>Control groups</source>
        <translation>Grupos de control</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>Hold a container&apos;s processes together and limit them.</source>
        <translation>Reúnen los procesos de un contenedor y los limitan.</translation>
    </message>
    <message>
        <source>Mount cgroup v2 at /sys/fs/cgroup.</source>
        <translation>Monte cgroup v2 en /sys/fs/cgroup.</translation>
    </message>
    <message>
        <source>Memory controller</source>
        <translation>Controlador de memoria</translation>
    </message>
    <message>
        <source>Memory limits are refused.</source>
        <translation>Se rechazan los límites de memoria.</translation>
    </message>
    <message>
        <source>CPU controller</source>
        <translation>Controlador de CPU</translation>
    </message>
    <message>
        <source>CPU weights are refused.</source>
        <translation>Se rechazan los pesos de CPU.</translation>
    </message>
    <message>
        <source>Limits what a container may use.</source>
        <translation>Limita lo que puede usar un contenedor.</translation>
    </message>
    <message>
        <source>Boot with that controller enabled (cgroup_enable=memory on some kernels).</source>
        <translation>Arranque con ese controlador activado (cgroup_enable=memory en algunos núcleos).</translation>
    </message>
    <message>
        <source>Overlay file system</source>
        <translation>Sistema de archivos por capas (overlay)</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>Containers share their image; each writes into a layer of its own.</source>
        <translation>Los contenedores comparten su imagen; cada uno escribe en una capa propia.</translation>
    </message>
    <message>
        <source>this kernel does not have it loaded</source>
        <translation>este núcleo no lo tiene cargado</translation>
    </message>
    <message>
        <source>Idmapped mounts</source>
        <translation>Montajes con ids traducidos</translation>
    </message>
    <message>
        <source>Files on disk keep their owners whatever ids a container has.</source>
        <translation>Los archivos en disco conservan sus dueños, tenga los ids que tenga el contenedor.</translation>
    </message>
    <message>
        <source>Use a kernel 5.19 or later and put the state directory on ext4, xfs or btrfs.</source>
        <translation>Use un núcleo 5.19 o posterior y ponga el directorio de estado en ext4, xfs o btrfs.</translation>
    </message>
    <message>
        <source>Netlink</source>
        <translation>Netlink</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Makes bridges and virtual cables.</source>
        <translation>Crea puentes y cables virtuales.</translation>
    </message>
    <message>
        <source>Boot a kernel with networking.</source>
        <translation>Arranque un núcleo con red.</translation>
    </message>
    <message>
        <source>no netlink socket can be opened</source>
        <translation>no se puede abrir ningún socket netlink</translation>
    </message>
    <message>
        <source>Bridge and veth</source>
        <translation>Puente y veth</translation>
    </message>
    <message>
        <source>Join containers to each other.</source>
        <translation>Unen los contenedores entre sí.</translation>
    </message>
    <message>
        <source>Containers run without a network.</source>
        <translation>Los contenedores funcionan sin red.</translation>
    </message>
    <message>
        <source>not loaded; it is loaded when first needed, if the kernel has it</source>
        <translation>no cargado; se carga cuando hace falta, si el núcleo lo tiene</translation>
    </message>
    <message>
        <source>dnsmasq</source>
        <translation>dnsmasq</translation>
    </message>
    <message>
        <source>Names and addresses on the bridge.</source>
        <translation>Nombres y direcciones en el puente.</translation>
    </message>
    <message>
        <source>Containers start without a network only.</source>
        <translation>Los contenedores solo arrancan sin red.</translation>
    </message>
    <message>
        <source>System call filter</source>
        <translation>Filtro de llamadas al sistema</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Seguridad</translation>
    </message>
    <message>
        <source>Keeps calls that reach beyond a container away from it.</source>
        <translation>Le impide las llamadas que llegan más allá del contenedor.</translation>
    </message>
    <message>
        <source>Boot a kernel with CONFIG_SECCOMP_FILTER.</source>
        <translation>Arranque un núcleo con CONFIG_SECCOMP_FILTER.</translation>
    </message>
    <message>
        <source>AppArmor</source>
        <translation>AppArmor</translation>
    </message>
    <message>
        <source>A second wall around containers.</source>
        <translation>Un segundo muro alrededor de los contenedores.</translation>
    </message>
    <message>
        <source>Containers run without it.</source>
        <translation>Los contenedores funcionan sin él.</translation>
    </message>
    <message>
        <source>Boot with lsm=…,apparmor.</source>
        <translation>Arranque con lsm=…,apparmor.</translation>
    </message>
    <message>
        <source>not active</source>
        <translation>no está activo</translation>
    </message>
    <message>
        <source>Static busybox</source>
        <translation>busybox estático</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>The built-in image is made from it.</source>
        <translation>Con él se hace la imagen incorporada.</translation>
    </message>
    <message>
        <source>The built-in image cannot be made.</source>
        <translation>No se puede hacer la imagen incorporada.</translation>
    </message>
    <message>
        <source>Other firewalls</source>
        <translation>Otros cortafuegos</translation>
    </message>
    <message>
        <source>What they drop is dropped, whatever Táper permits.</source>
        <translation>Lo que descartan queda descartado, permita lo que permita Táper.</translation>
    </message>
    <message>
        <source>Containers do not reach the outside unless a rule there lets them.</source>
        <translation>Los contenedores no llegan al exterior si allí no hay una regla que los deje.</translation>
    </message>
    <message>
        <source>none drops what is forwarded</source>
        <translation>ninguno descarta lo que se reenvía</translation>
    </message>
    <message>
        <source>nftables</source>
        <translation>nftables</translation>
    </message>
    <message>
        <source>Lets containers reach the outside (NAT) and keeps the outside from them.</source>
        <translation>Deja que los contenedores lleguen al exterior (NAT) e impide que el exterior llegue a ellos.</translation>
    </message>
    <message>
        <source>Containers start only with NAT switched off: taperctl network set taper0 nat=off.</source>
        <translation>Los contenedores solo arrancan con NAT desactivado: taperctl network set taper0 nat=off.</translation>
    </message>
    <message>
        <source>Boot a kernel with nf_tables (Debian&apos;s has it).</source>
        <translation>Arranque un núcleo con nf_tables (el de Debian lo tiene).</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activado</translation>
    </message>
    <message>
        <source>off, and /proc/sys is not writable for the helper</source>
        <translation>desactivado, y el asistente no puede escribir en /proc/sys</translation>
    </message>
    <message>
        <source>off; switched on with the first container that needs it</source>
        <translation>desactivado; se activa con el primer contenedor que lo necesite</translation>
    </message>
    <message>
        <source>off; not needed, NAT is off</source>
        <translation>desactivado; no hace falta, NAT está apagado</translation>
    </message>
    <message>
        <source>IPv4 forwarding</source>
        <translation>Reenvío de IPv4</translation>
    </message>
    <message>
        <source>Packets pass from the bridge to the outside and back.</source>
        <translation>Los paquetes pasan del puente al exterior y de vuelta.</translation>
    </message>
    <message>
        <source>Containers do not reach the outside.</source>
        <translation>Los contenedores no llegan al exterior.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The helper is of another release than this window.</source>
        <translation>El asistente es de otra versión que esta ventana.</translation>
    </message>
    <message>
        <source>Too much was asked of the helper at once.</source>
        <translation>Se le pidió demasiado al asistente de una vez.</translation>
    </message>
    <message>
        <source>%1 cannot be used as a name.</source>
        <translation>%1 no se puede usar como nombre.</translation>
    </message>
    <message>
        <source>There is already something named %1.</source>
        <translation>Ya existe algo llamado %1.</translation>
    </message>
    <message>
        <source>There is no container named %1.</source>
        <translation>No hay ningún contenedor llamado %1.</translation>
    </message>
    <message>
        <source>Something else is being done to %1.</source>
        <translation>Se está haciendo otra cosa con %1.</translation>
    </message>
    <message>
        <source>There is no image named %1.</source>
        <translation>No hay ninguna imagen llamada %1.</translation>
    </message>
    <message>
        <source>There is no network named %1.</source>
        <translation>No hay ninguna red llamada %1.</translation>
    </message>
    <message>
        <source>The network %1 has no free address left.</source>
        <translation>A la red %1 no le quedan direcciones libres.</translation>
    </message>
    <message>
        <source>This job has already ended.</source>
        <translation>Este trabajo ya ha terminado.</translation>
    </message>
    <message>
        <source>This job cannot be cancelled now.</source>
        <translation>Este trabajo no se puede cancelar ahora.</translation>
    </message>
    <message>
        <source>It was cancelled; what had been done was undone.</source>
        <translation>Se canceló; lo que se había hecho se deshizo.</translation>
    </message>
    <message>
        <source>This program has already ended.</source>
        <translation>Este programa ya ha terminado.</translation>
    </message>
    <message>
        <source>The permission to look at the console came too late.</source>
        <translation>El permiso para ver la consola llegó demasiado tarde.</translation>
    </message>
    <message>
        <source>The helper went away in the middle of this.</source>
        <translation>El asistente desapareció en mitad de esto.</translation>
    </message>
    <message>
        <source>The helper cannot be reached: %1.</source>
        <translation>No se puede hablar con el asistente: %1.</translation>
    </message>
    <message>
        <source>There is no space left on the disk.</source>
        <translation>No queda sitio en el disco.</translation>
    </message>
    <message>
        <source>All ranges of user ids for containers are in use.</source>
        <translation>Todos los rangos de identificadores de usuario para contenedores están en uso.</translation>
    </message>
    <message>
        <source>A program is missing on this computer: %1.</source>
        <translation>Falta un programa en este equipo: %1.</translation>
    </message>
    <message>
        <source>Change the value and try again.</source>
        <translation>Cambie el valor e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Install the helper and the window of the same release.</source>
        <translation>Instale el asistente y la ventana de la misma versión.</translation>
    </message>
    <message>
        <source>Restart the helper, then try again.</source>
        <translation>Reinicie el asistente e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Espere un momento e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Ask the administrator of this computer, or log in as a user who may.</source>
        <translation>Pregunte al administrador de este equipo, o entre como un usuario que pueda.</translation>
    </message>
    <message>
        <source>Use letters, digits and dashes, with no dash at either end and not only digits.</source>
        <translation>Use letras, cifras y guiones, sin guion al principio ni al final y no solo cifras.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Elija otro nombre.</translation>
    </message>
    <message>
        <source>It may have been deleted: look in the overview.</source>
        <translation>Quizá se borró: mire en la vista general.</translation>
    </message>
    <message>
        <source>Wait until its state has changed, or stop it first.</source>
        <translation>Espere a que cambie su estado, o párelo antes.</translation>
    </message>
    <message>
        <source>Wait until that is done, or cancel it below.</source>
        <translation>Espere a que termine, o cancélelo abajo.</translation>
    </message>
    <message>
        <source>Add it on the page Images.</source>
        <translation>Añádala en la página Imágenes.</translation>
    </message>
    <message>
        <source>Delete those containers first.</source>
        <translation>Borre antes esos contenedores.</translation>
    </message>
    <message>
        <source>Give a tar archive of a complete root file system.</source>
        <translation>Dé un archivo tar de un sistema de ficheros raíz completo.</translation>
    </message>
    <message>
        <source>Choose taper0 or no network.</source>
        <translation>Elija taper0 o ninguna red.</translation>
    </message>
    <message>
        <source>Delete a container that you no longer need.</source>
        <translation>Borre un contenedor que ya no necesite.</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>No hace falta hacer nada.</translation>
    </message>
    <message>
        <source>Wait until it has ended.</source>
        <translation>Espere a que termine.</translation>
    </message>
    <message>
        <source>Begin again when you like.</source>
        <translation>Empiece otra vez cuando quiera.</translation>
    </message>
    <message>
        <source>Start it again.</source>
        <translation>Arránquelo otra vez.</translation>
    </message>
    <message>
        <source>Check that the program is there inside the container.</source>
        <translation>Compruebe que el programa está dentro del contenedor.</translation>
    </message>
    <message>
        <source>Open the console again.</source>
        <translation>Abra la consola otra vez.</translation>
    </message>
    <message>
        <source>Look at the summary of the container for each step, then start it again.</source>
        <translation>Mire cada paso en el resumen del contenedor y arránquelo otra vez.</translation>
    </message>
    <message>
        <source>Try again, or kill the container if it no longer reacts.</source>
        <translation>Inténtelo de nuevo, o mate el contenedor si ya no responde.</translation>
    </message>
    <message>
        <source>Look at the container&apos;s state, then try again.</source>
        <translation>Mire el estado del contenedor e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Start it (systemctl start taper-helper); the window connects by itself.</source>
        <translation>Arránquelo (systemctl start taper-helper); la ventana se conecta sola.</translation>
    </message>
    <message>
        <source>Delete a container or an image, or free space elsewhere.</source>
        <translation>Borre un contenedor o una imagen, o libere sitio en otra parte.</translation>
    </message>
    <message>
        <source>Move /var/lib/taper to an ext4, xfs or btrfs file system.</source>
        <translation>Mueva /var/lib/taper a un sistema de ficheros ext4, xfs o btrfs.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or delete the container.</source>
        <translation>Recupere el fichero de una copia, o borre el contenedor.</translation>
    </message>
    <message>
        <source>Delete a container to free its range.</source>
        <translation>Borre un contenedor para liberar su rango.</translation>
    </message>
    <message>
        <source>Choose a larger limit.</source>
        <translation>Elija un límite mayor.</translation>
    </message>
    <message>
        <source>Leave this limit off.</source>
        <translation>Deje este límite sin poner.</translation>
    </message>
    <message>
        <source>Install it with the package manager of this computer.</source>
        <translation>Instálelo con el gestor de paquetes de este equipo.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look into the helper&apos;s log.</source>
        <translation>Inténtelo de nuevo; si se repite, mire el registro del asistente.</translation>
    </message>
    <message>
        <source>it is not running</source>
        <translation>no está en marcha</translation>
    </message>
    <message>
        <source>you may not open its socket</source>
        <translation>no puede abrir su socket</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>no responde</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>se perdió la conexión</translation>
    </message>
    <message>
        <source>%1 ended by a failure: %2</source>
        <translation>%1 terminó por un fallo: %2</translation>
    </message>
    <message>
        <source>%1 could not start: the step “%2” failed. %3</source>
        <translation>%1 no pudo arrancar: falló el paso «%2». %3</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>a sentence: its reason</comment>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>This is not accepted: %1.</source>
        <translation>Esto no se acepta: %1.</translation>
    </message>
    <message>
        <source>The helper does not know how to do this.</source>
        <translation>El asistente no sabe hacer esto.</translation>
    </message>
    <message>
        <source>The helper and the window misunderstood each other.</source>
        <translation>El asistente y la ventana no se han entendido.</translation>
    </message>
    <message>
        <source>You may not do this.</source>
        <translation>No tiene permiso para esto.</translation>
    </message>
    <message>
        <source>The question for a password was closed without an answer; nothing was done.</source>
        <translation>La pregunta por la contraseña se cerró sin respuesta; no se ha hecho nada.</translation>
    </message>
    <message>
        <source>A password is needed, and nothing runs on this desktop that could ask for it.</source>
        <translation>Hace falta una contraseña y en este escritorio no hay nada que pueda pedirla.</translation>
    </message>
    <message>
        <source>Nobody could be asked whether you may do this: polkit does not answer.</source>
        <translation>No se ha podido preguntar si puede hacer esto: polkit no responde.</translation>
    </message>
    <message>
        <source>This cannot be done to %1 now.</source>
        <translation>Ahora no se puede hacer esto con %1.</translation>
    </message>
    <message>
        <source>The image %1 is in use.</source>
        <translation>La imagen %1 está en uso.</translation>
    </message>
    <message>
        <source>%1 cannot be used as an image.</source>
        <translation>%1 no sirve como imagen.</translation>
    </message>
    <message>
        <source>Something could not be downloaded from %1.</source>
        <translation>No se ha podido descargar algo de %1.</translation>
    </message>
    <message>
        <source>The address %1 is in use already.</source>
        <translation>La dirección %1 ya está en uso.</translation>
    </message>
    <message>
        <source>The network %1 could not be set up.</source>
        <translation>No se ha podido preparar la red %1.</translation>
    </message>
    <message>
        <source>%1 could not be run.</source>
        <translation>No se ha podido ejecutar %1.</translation>
    </message>
    <message>
        <source>The start failed at the step “%1”.</source>
        <translation>El arranque falló en el paso «%1».</translation>
    </message>
    <message>
        <source>It took too long.</source>
        <translation>Ha tardado demasiado.</translation>
    </message>
    <message>
        <source>The file system of the containers cannot do this.</source>
        <translation>El sistema de archivos de los contenedores no puede hacer esto.</translation>
    </message>
    <message>
        <source>A stored file of %1 cannot be read.</source>
        <translation>No se puede leer un archivo guardado de %1.</translation>
    </message>
    <message>
        <source>The kernel refused this limit.</source>
        <translation>El núcleo ha rechazado este límite.</translation>
    </message>
    <message>
        <source>This computer cannot enforce this limit.</source>
        <translation>Este equipo no puede imponer este límite.</translation>
    </message>
    <message>
        <source>This computer&apos;s kernel lacks what is needed.</source>
        <translation>Al núcleo de este equipo le falta lo necesario.</translation>
    </message>
    <message>
        <source>Something failed that should not.</source>
        <translation>Ha fallado algo que no debería.</translation>
    </message>
    <message>
        <source>Try again and give the password of someone who may.</source>
        <translation>Inténtelo de nuevo y dé la contraseña de alguien que pueda.</translation>
    </message>
    <message>
        <source>Start your desktop&apos;s polkit agent, or use taperctl in a terminal: it asks there.</source>
        <translation>Inicie el agente de polkit de su escritorio, o use taperctl en un terminal: allí pregunta.</translation>
    </message>
    <message>
        <source>Start polkit (systemctl start polkit), then try again.</source>
        <translation>Inicie polkit (systemctl start polkit) y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Read the details for what the tools said, then build it again, perhaps from another mirror.</source>
        <translation>Lea en los detalles lo que dijeron las herramientas y constrúyala de nuevo, quizá desde otro servidor.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s connection and the address of the mirror, then try again.</source>
        <translation>Compruebe la conexión de este equipo y la dirección del servidor, y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Choose another address, or leave the field empty: one is chosen then.</source>
        <translation>Elija otra dirección, o deje el campo vacío: entonces se elige una.</translation>
    </message>
    <message>
        <source>Look at the page Host check for what is missing, then try again.</source>
        <translation>Mire en la página Comprobación qué falta y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Look at the page Host check: it says what to do about it.</source>
        <translation>Mire la página Comprobación: dice qué hacer.</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>Código: %1</translation>
    </message>
    <message>
        <source>Message: %1</source>
        <translation>Mensaje: %1</translation>
    </message>
    <message>
        <source>Kernel&apos;s answer: %1 (%2)</source>
        <translation>Respuesta del núcleo: %1 (%2)</translation>
    </message>
    <message>
        <source>While: %1</source>
        <translation>Durante: %1</translation>
    </message>
    <message>
        <source>Hint: %1</source>
        <translation>Consejo: %1</translation>
    </message>
    <message>
        <source>The distribution&apos;s own tools could not build the image.</source>
        <translation>Las herramientas de la distribución no han podido construir la imagen.</translation>
    </message>
    <message>
        <source>Something could not be downloaded.</source>
        <translation>No se ha podido descargar algo.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 / %2</source>
        <comment>memory used / its limit</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a share</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <comment>days and hours</comment>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
</context>
<context>
    <name>JobText</name>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Creating %1</source>
        <translation>Creando %1</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>Arrancando %1</translation>
    </message>
    <message>
        <source>Stopping %1</source>
        <translation>Parando %1</translation>
    </message>
    <message>
        <source>Killing %1</source>
        <translation>Matando %1</translation>
    </message>
    <message>
        <source>Restarting %1</source>
        <translation>Reiniciando %1</translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation>Borrando %1</translation>
    </message>
    <message>
        <source>Adding the image %1</source>
        <translation>Añadiendo la imagen %1</translation>
    </message>
    <message>
        <source>Deleting the image %1</source>
        <translation>Borrando la imagen %1</translation>
    </message>
    <message>
        <source>%1 of %2 packages</source>
        <translation>%1 de %2 paquetes</translation>
    </message>
    <message>
        <source>%1 of %2 files</source>
        <translation>%1 de %2 archivos</translation>
    </message>
    <message>
        <source>Freezing %1</source>
        <translation>Congelando %1</translation>
    </message>
    <message>
        <source>Unfreezing %1</source>
        <translation>Descongelando %1</translation>
    </message>
    <message>
        <source>Renaming %1</source>
        <translation>Cambiando el nombre de %1</translation>
    </message>
    <message>
        <source>Building the image %1</source>
        <translation>Construyendo la imagen %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a step, how far it is</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>ha fallado: %1</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>bytes each second</comment>
        <translation>%1/s</translation>
    </message>
    <message numerus="yes">
        <source>%n package(s)/s</source>
        <translation>
            <numerusform>%n paquete/s</numerusform>
            <numerusform>%n paquetes/s</numerusform>
        </translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>quedan unos %1</translation>
    </message>
</context>
<context>
    <name>JournalText</name>
    <message>
        <source>Memory limit</source>
        <translation>Límite de memoria</translation>
    </message>
    <message>
        <source>Swap limit</source>
        <translation>Límite de intercambio</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>Peso de CPU</translation>
    </message>
    <message>
        <source>CPU cap</source>
        <translation>Tope de CPU</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Process limit</source>
        <translation>Límite de procesos</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation>Dirección MAC</translation>
    </message>
    <message>
        <source>Fixed address</source>
        <translation>Dirección fija</translation>
    </message>
    <message>
        <source>Fixed MAC address</source>
        <translation>Dirección MAC fija</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Way to the outside (NAT)</source>
        <translation>Salida al exterior (NAT)</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>Distribución</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Arquitectura</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Started at once</source>
        <translation>Iniciado enseguida</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>Created the container</source>
        <translation>Creó el contenedor</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Inició</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detuvo</translation>
    </message>
    <message>
        <source>Killed</source>
        <translation>Mató</translation>
    </message>
    <message>
        <source>Restarted</source>
        <translation>Reinició</translation>
    </message>
    <message>
        <source>Froze</source>
        <translation>Congeló</translation>
    </message>
    <message>
        <source>Unfroze</source>
        <translation>Descongeló</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>Cambió el nombre</translation>
    </message>
    <message>
        <source>Deleted the container</source>
        <translation>Borró el contenedor</translation>
    </message>
    <message>
        <source>Changed the settings</source>
        <translation>Cambió los ajustes</translation>
    </message>
    <message>
        <source>Ran a program inside</source>
        <translation>Ejecutó un programa dentro</translation>
    </message>
    <message>
        <source>Added the image</source>
        <translation>Añadió la imagen</translation>
    </message>
    <message>
        <source>Built the image</source>
        <translation>Construyó la imagen</translation>
    </message>
    <message>
        <source>Deleted the image</source>
        <translation>Borró la imagen</translation>
    </message>
    <message>
        <source>Changed the network</source>
        <translation>Cambió la red</translation>
    </message>
    <message>
        <source>Cancelled a job</source>
        <translation>Canceló un trabajo</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>failed (%1)</source>
        <translation>ha fallado (%1)</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <comment>field: before → after</comment>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>field: value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: was %2</source>
        <translation>%1: era %2</translation>
    </message>
</context>
<context>
    <name>KindWords</name>
    <message>
        <source>Network card</source>
        <translation>Tarjeta de red</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Puente</translation>
    </message>
    <message>
        <source>Virtual cable</source>
        <translation>Cable virtual</translation>
    </message>
    <message>
        <source>Virtual network card</source>
        <translation>Tarjeta de red virtual</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Contenedor</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>Loopback</source>
        <translation>Bucle local</translation>
    </message>
    <message>
        <source>Other interface</source>
        <translation>Otra interfaz</translation>
    </message>
</context>
<context>
    <name>LimitText</name>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>no limit (100)</source>
        <translation>sin límite (100)</translation>
    </message>
    <message>
        <source>no swap</source>
        <translation>sin intercambio</translation>
    </message>
</context>
<context>
    <name>LimitWords</name>
    <message>
        <source>memory %1</source>
        <translation>memoria %1</translation>
    </message>
    <message>
        <source>no swap</source>
        <translation>sin intercambio</translation>
    </message>
    <message>
        <source>swap %1</source>
        <translation>intercambio %1</translation>
    </message>
    <message>
        <source>CPU weight %1</source>
        <translation>peso de CPU %1</translation>
    </message>
    <message>
        <source>CPU cap %1</source>
        <translation>tope de CPU %1</translation>
    </message>
    <message>
        <source>processors %1</source>
        <translation>procesadores %1</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es)</source>
        <translation>
            <numerusform>%n proceso</numerusform>
            <numerusform>%n procesos</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message numerus="yes">
        <source>%n process(es) ended for lack of memory</source>
        <translation>
            <numerusform>%n proceso terminado por falta de memoria</numerusform>
            <numerusform>%n procesos terminados por falta de memoria</numerusform>
        </translation>
    </message>
    <message>
        <source>held back for %1 s</source>
        <comment>by the CPU cap</comment>
        <translation>frenado durante %1 s</translation>
    </message>
    <message numerus="yes">
        <source>%n new process(es) refused</source>
        <translation>
            <numerusform>%n proceso nuevo rechazado</numerusform>
            <numerusform>%n procesos nuevos rechazados</numerusform>
        </translation>
    </message>
    <message>
        <source>never</source>
        <translation>nunca</translation>
    </message>
</context>
<context>
    <name>RightsText</name>
    <message>
        <source>you may do everything</source>
        <translation>puede hacerlo todo</translation>
    </message>
    <message>
        <source>you may do nothing here</source>
        <translation>aquí no puede hacer nada</translation>
    </message>
    <message>
        <source>you may look and use your own containers; for the rest you are asked</source>
        <translation>puede mirar y usar sus contenedores; para lo demás se le pregunta</translation>
    </message>
    <message>
        <source>you may look and use your own containers, nothing else</source>
        <translation>puede mirar y usar sus contenedores, nada más</translation>
    </message>
    <message>
        <source>you may look; for everything else you are asked</source>
        <translation>puede mirar; para todo lo demás se le pregunta</translation>
    </message>
    <message>
        <source>you may look, nothing else</source>
        <translation>puede mirar, nada más</translation>
    </message>
    <message>
        <source>you are asked before everything</source>
        <translation>se le pregunta antes de todo</translation>
    </message>
    <message>
        <source>you may do %1 of %2 kinds of things; click to see which</source>
        <translation>puede hacer %1 de %2 clases de cosas; pulse para ver cuáles</translation>
    </message>
    <message>
        <source>Look at containers, images and networks</source>
        <translation>Mirar contenedores, imágenes y redes</translation>
    </message>
    <message>
        <source>Use your own containers: start, stop, console, limits</source>
        <translation>Usar sus contenedores: iniciar, detener, consola, límites</translation>
    </message>
    <message>
        <source>Use the containers of others</source>
        <translation>Usar los contenedores de otros</translation>
    </message>
    <message>
        <source>Create containers</source>
        <translation>Crear contenedores</translation>
    </message>
    <message>
        <source>Add, build and delete images</source>
        <translation>Añadir, construir y borrar imágenes</translation>
    </message>
    <message>
        <source>Change networks</source>
        <translation>Cambiar redes</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>you are asked</source>
        <translation>se le pregunta</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
</context>
<context>
    <name>StateWords</name>
    <message>
        <source>Stopped</source>
        <translation>Parado</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Arrancando</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En marcha</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Parándose</translation>
    </message>
    <message>
        <source>Being killed</source>
        <translation>Muriendo</translation>
    </message>
    <message>
        <source>Freezing</source>
        <translation>Congelándose</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Congelado</translation>
    </message>
    <message>
        <source>Unfreezing</source>
        <translation>Descongelándose</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>plan</source>
        <translation>plan</translation>
    </message>
    <message>
        <source>clone</source>
        <translation>clonado</translation>
    </message>
    <message>
        <source>id maps</source>
        <translation>mapas de ids</translation>
    </message>
    <message>
        <source>storage view</source>
        <translation>vista del almacenamiento</translation>
    </message>
    <message>
        <source>overlay</source>
        <translation>capa superpuesta</translation>
    </message>
    <message>
        <source>network</source>
        <translation>red</translation>
    </message>
    <message>
        <source>join cgroups</source>
        <translation>entrada en los cgroups</translation>
    </message>
    <message>
        <source>root</source>
        <translation>raíz</translation>
    </message>
    <message>
        <source>proc and sys</source>
        <translation>proc y sys</translation>
    </message>
    <message>
        <source>devices</source>
        <translation>dispositivos</translation>
    </message>
    <message>
        <source>console</source>
        <translation>consola</translation>
    </message>
    <message>
        <source>cgroup mounts</source>
        <translation>montajes de cgroups</translation>
    </message>
    <message>
        <source>pivot root</source>
        <translation>cambio de raíz</translation>
    </message>
    <message>
        <source>masks</source>
        <translation>máscaras</translation>
    </message>
    <message>
        <source>host name</source>
        <translation>nombre del equipo</translation>
    </message>
    <message>
        <source>address</source>
        <translation>dirección</translation>
    </message>
    <message>
        <source>resolv.conf</source>
        <translation>resolv.conf</translation>
    </message>
    <message>
        <source>capabilities</source>
        <translation>capacidades</translation>
    </message>
    <message>
        <source>seccomp</source>
        <translation>filtro seccomp</translation>
    </message>
    <message>
        <source>exec</source>
        <translation>ejecución</translation>
    </message>
    <message>
        <source>veth</source>
        <translation>cable veth</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en marcha</translation>
    </message>
    <message>
        <source>prepare</source>
        <translation>preparación</translation>
    </message>
    <message>
        <source>cgroup</source>
        <translation>cgroup</translation>
    </message>
    <message>
        <source>cgroups</source>
        <translation>cgroups</translation>
    </message>
    <message>
        <source>bridge</source>
        <translation>puente</translation>
    </message>
    <message>
        <source>bridge and name</source>
        <translation>puente y nombre</translation>
    </message>
    <message>
        <source>monitor</source>
        <translation>monitor</translation>
    </message>
    <message>
        <source>mounts</source>
        <translation>montajes</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>capa</translation>
    </message>
    <message>
        <source>start</source>
        <translation>inicio</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>parada</translation>
    </message>
    <message>
        <source>freeze</source>
        <translation>congelación</translation>
    </message>
    <message>
        <source>prepare the layer</source>
        <translation>preparar la capa</translation>
    </message>
    <message>
        <source>wait for the archive</source>
        <translation>esperar el archivo</translation>
    </message>
    <message>
        <source>unpack</source>
        <translation>desempaquetar</translation>
    </message>
    <message>
        <source>download</source>
        <translation>descarga</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>descargando</translation>
    </message>
    <message>
        <source>install</source>
        <translation>instalación</translation>
    </message>
    <message>
        <source>installing</source>
        <translation>instalando</translation>
    </message>
    <message>
        <source>configure</source>
        <translation>configuración</translation>
    </message>
    <message>
        <source>finish</source>
        <translation>final</translation>
    </message>
    <message>
        <source>en</source>
        <comment>code of this translation&apos;s language</comment>
        <extracomment>The code of the language of this translation: &quot;es&quot;. Not to be translated literally.</extracomment>
        <translation>es</translation>
    </message>
    <message>
        <source>package lists</source>
        <translation>listas de paquetes</translation>
    </message>
</context>
<context>
    <name>TopologyText</name>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 ↔ %2</source>
        <translation>%1 ↔ %2</translation>
    </message>
    <message>
        <source>%1 ↔ %2 of %3</source>
        <translation>%1 ↔ %2 de %3</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>este equipo</translation>
    </message>
    <message>
        <source>uplink %1</source>
        <translation>salida %1</translation>
    </message>
    <message>
        <source>bridge %1</source>
        <translation>puente %1</translation>
    </message>
    <message>
        <source>cable %1</source>
        <translation>cable %1</translation>
    </message>
    <message>
        <source>container %1</source>
        <translation>contenedor %1</translation>
    </message>
    <message>
        <source>interface %1</source>
        <translation>interfaz %1</translation>
    </message>
    <message>
        <source>A network card of %1, %2 (index %3), that has no end on this computer. It is of the kind %4 and shares a card of this computer or was moved into the container.</source>
        <translation>Una tarjeta de red de %1, %2 (índice %3), que no tiene extremo en este equipo. Es del tipo %4 y comparte una tarjeta de este equipo o se movió al contenedor.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer, %1 (index %2), is plugged into the bridge %3. Its other end is in a network namespace that Táper does not manage, mostly a container of another tool.</source>
        <translation>Un cable virtual. Su extremo en este equipo, %1 (índice %2), está enchufado al puente %3. El otro extremo está en un espacio de red que Táper no gestiona, casi siempre un contenedor de otra herramienta.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer is %1 (index %2); its other end, %3 (index %4), is in a network namespace that Táper does not manage.</source>
        <translation>Un cable virtual. Su extremo en este equipo es %1 (índice %2); el otro, %3 (índice %4), está en un espacio de red que Táper no gestiona.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer, %1 (index %2), is plugged into no bridge; its other end, %3 (index %4), is the network card that %5 sees.</source>
        <translation>Un cable virtual. Su extremo en este equipo, %1 (índice %2), no está enchufado a ningún puente; el otro, %3 (índice %4), es la tarjeta de red que ve %5.</translation>
    </message>
    <message>
        <source>A virtual cable. Its end on this computer, %1 (index %2), is plugged into the bridge %3; its other end, %4 (index %5), is the network card that %6 sees.</source>
        <translation>Un cable virtual. Su extremo en este equipo, %1 (índice %2), está enchufado al puente %3; el otro, %4 (índice %5), es la tarjeta de red que ve %6.</translation>
    </message>
    <message>
        <source>%1 can be reached through it at %2.</source>
        <translation>Por él se llega a %1 en %2.</translation>
    </message>
    <message>
        <source>Táper made it when %1 started; it disappears with it, and the next start makes a new one.</source>
        <translation>Táper lo hizo al arrancar %1; desaparece con él, y el próximo arranque hace uno nuevo.</translation>
    </message>
    <message>
        <source>Its end on this computer is down, so nothing passes.</source>
        <translation>Su extremo en este equipo está inactivo, así que no pasa nada.</translation>
    </message>
    <message>
        <source>Its end in the container is down, so nothing passes.</source>
        <translation>Su extremo en el contenedor está inactivo, así que no pasa nada.</translation>
    </message>
    <message>
        <source>A virtual switch that Táper made: what is plugged into it can talk to each other.</source>
        <translation>Un conmutador virtual que hizo Táper: lo que está enchufado a él puede hablarse.</translation>
    </message>
    <message>
        <source>A virtual switch that another program or the administrator made. Táper shows it and leaves it as it is.</source>
        <translation>Un conmutador virtual que hizo otro programa o el administrador. Táper lo muestra y lo deja como está.</translation>
    </message>
    <message numerus="yes">
        <source>%n cables are plugged into it.</source>
        <translation>
            <numerusform>Tiene %n cable enchufado.</numerusform>
            <numerusform>Tiene %n cables enchufados.</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer is on it with the address %1, where the containers reach it.</source>
        <translation>Este equipo está en él con la dirección %1, donde lo alcanzan los contenedores.</translation>
    </message>
    <message>
        <source>This computer has no address on it.</source>
        <translation>Este equipo no tiene dirección en él.</translation>
    </message>
    <message>
        <source>It is down at the moment, so nothing passes.</source>
        <translation>Ahora está inactivo, así que no pasa nada.</translation>
    </message>
    <message>
        <source>A container. It has a network of its own: interfaces, addresses, routes and firewall rules that are not those of this computer.</source>
        <translation>Un contenedor. Tiene una red propia: interfaces, direcciones, rutas y reglas de cortafuegos que no son las de este equipo.</translation>
    </message>
    <message>
        <source>No cable leads to it.</source>
        <translation>Ningún cable llega a él.</translation>
    </message>
    <message>
        <source>It does not run, so it has no cable now.</source>
        <translation>No está en marcha, así que ahora no tiene cable.</translation>
    </message>
    <message numerus="yes">
        <source>%n cables lead to it.</source>
        <translation>
            <numerusform>%n cable llega a él.</numerusform>
            <numerusform>%n cables llegan a él.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its addresses are %1.</source>
        <translation>Sus direcciones son %1.</translation>
    </message>
    <message>
        <source>Inside it also has %1.</source>
        <translation>Dentro tiene además %1.</translation>
    </message>
    <message>
        <source>This computer&apos;s own network. The bridges and the near ends of all cables are in it; what the containers send to other networks passes through it.</source>
        <translation>La red del propio equipo. En ella están los puentes y los extremos de acá de todos los cables; lo que los contenedores mandan a otras redes pasa por ella.</translation>
    </message>
    <message>
        <source>A network card of this computer, its way to other networks: %1 (index %2).</source>
        <translation>Una tarjeta de red de este equipo, su camino a otras redes: %1 (índice %2).</translation>
    </message>
    <message>
        <source>A network card of this computer, %1 (index %2). It is plugged into the bridge %3, so what is on that bridge is on the network outside too.</source>
        <translation>Una tarjeta de red de este equipo, %1 (índice %2). Está enchufada al puente %3, así que lo que está en ese puente está también en la red de fuera.</translation>
    </message>
    <message>
        <source>It has the address %1.</source>
        <translation>Tiene la dirección %1.</translation>
    </message>
    <message>
        <source>An interface of this computer, %1 (index %2), that belongs to no container that Táper knows. Its kind is %3.</source>
        <translation>Una interfaz de este equipo, %1 (índice %2), que no es de ningún contenedor que Táper conozca. Es del tipo %3.</translation>
    </message>
    <message>
        <source>Select a cable, a bridge or a container to read what it is. The arrow keys move from one to the next.</source>
        <translation>Seleccione un cable, un puente o un contenedor para leer qué es. Las flechas pasan de uno a otro.</translation>
    </message>
    <message>
        <source>There is no container network yet. Start a container: its bridge and its cable appear here.</source>
        <translation>Todavía no hay red de contenedores. Arranque un contenedor: aquí aparecen su puente y su cable.</translation>
    </message>
    <message>
        <source>What is on it reaches other networks through this computer, under this computer&apos;s address (NAT).</source>
        <translation>Lo que está en él llega a otras redes a través de este equipo, con la dirección de este equipo (NAT).</translation>
    </message>
    <message>
        <source>What is on it reaches this computer, but no other network: NAT is off.</source>
        <translation>Lo que está en él llega a este equipo, pero a ninguna otra red: NAT está apagado.</translation>
    </message>
    <message>
        <source>It is frozen: its processes stand still, and it answers to nothing until it is unfrozen.</source>
        <translation>Está congelado: sus procesos están parados y no responde a nada hasta que se descongele.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Linux system containers on your desktop</source>
        <translation>Contenedores de sistema Linux en su escritorio</translation>
    </message>
    <message>
        <source>The helper&apos;s socket (else TAPER_SOCKET, else /run/taper/helper.sock).</source>
        <translation>El socket del asistente (si no, TAPER_SOCKET; si no, /run/taper/helper.sock).</translation>
    </message>
</context>
<context>
    <name>taper::BoxItem</name>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message numerus="yes">
        <source>and %n more addresses</source>
        <translation>
            <numerusform>y %n dirección más</numerusform>
            <numerusform>y %n direcciones más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::ConsoleWidget</name>
    <message>
        <source>&amp;Copy	Ctrl+Shift+C</source>
        <translation>&amp;Copiar	Ctrl+Shift+C</translation>
    </message>
    <message>
        <source>&amp;Paste	Ctrl+Shift+V</source>
        <translation>&amp;Pegar	Ctrl+Shift+V</translation>
    </message>
    <message>
        <source>Select &amp;all	Ctrl+Shift+A</source>
        <translation>Seleccionar &amp;todo	Ctrl+Shift+A</translation>
    </message>
    <message>
        <source>&amp;Find…	Ctrl+Shift+F</source>
        <translation>&amp;Buscar…	Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Limpiar</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>The terminal of the container. Ctrl+Tab leaves it.</source>
        <translation>El terminal del contenedor. Ctrl+Tab sale de él.</translation>
    </message>
</context>
<context>
    <name>taper::LiveChart</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation>ahora %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>límite %1</translation>
    </message>
    <message>
        <source>%1 now, limit %2</source>
        <translation>ahora %1, límite %2</translation>
    </message>
    <message>
        <source>%1 now, no limit</source>
        <translation>ahora %1, sin límite</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>hace %n minuto</numerusform>
            <numerusform>hace %n minutos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taper::RailItem</name>
    <message>
        <source>%1   (not Táper&apos;s)</source>
        <translation>%1   (no es de Táper)</translation>
    </message>
    <message>
        <source>%1   down</source>
        <translation>%1   inactiva</translation>
    </message>
    <message>
        <source>NAT</source>
        <translation>NAT</translation>
    </message>
    <message>
        <source>no way out</source>
        <translation>sin salida</translation>
    </message>
</context>
<context>
    <name>taper::SearchBar</name>
    <message>
        <source>Find in the console</source>
        <translation>Buscar en la consola</translation>
    </message>
    <message>
        <source>Search result</source>
        <translation>Resultado de la búsqueda</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Coincidencia anterior</translation>
    </message>
    <message>
        <source>Previous match (Return)</source>
        <translation>Coincidencia anterior (Intro)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Coincidencia siguiente</translation>
    </message>
    <message>
        <source>Next match (Shift+Return)</source>
        <translation>Coincidencia siguiente (Mayús+Intro)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Cerrar la búsqueda</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>Cerrar la búsqueda (Esc)</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>No se encontró nada</translation>
    </message>
</context>
<context>
    <name>taper::TopologyCanvas</name>
    <message>
        <source>Picture of the network</source>
        <translation>Imagen de la red</translation>
    </message>
    <message>
        <source>Arrow keys move between the items, Return opens a container.</source>
        <translation>Las flechas pasan de un elemento a otro; Intro abre un contenedor.</translation>
    </message>
</context>
<context>
    <name>taper::TopologyView</name>
    <message>
        <source>Fit</source>
        <translation>Ajustar</translation>
    </message>
    <message>
        <source>Show the whole network (0)</source>
        <translation>Ver toda la red (0)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl+wheel, +)</source>
        <translation>Acercar (Ctrl+rueda, +)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+wheel, −)</source>
        <translation>Alejar (Ctrl+rueda, −)</translation>
    </message>
    <message>
        <source>Selected item</source>
        <translation>Elemento seleccionado</translation>
    </message>
</context>
<context>
    <name>taper::dialogs::AddArchiveDialog</name>
    <message>
        <source>Add an archive</source>
        <translation>Añadir un archivo</translation>
    </message>
    <message>
        <source>Archive file</source>
        <translation>Fichero del archivo</translation>
    </message>
    <message>
        <source>Image name</source>
        <translation>Nombre de la imagen</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>E&amp;xaminar…</translation>
    </message>
    <message>
        <source>A tar archive (.tar, .tar.gz, .tar.xz or .tar.zst) of a complete root file system, for example made by mmdebstrap or taken from an LXC image server.</source>
        <translation>Un archivo tar (.tar, .tar.gz, .tar.xz o .tar.zst) de un sistema de ficheros raíz completo, hecho por ejemplo con mmdebstrap o tomado de un servidor de imágenes de LXC.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichero</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Añadir</translation>
    </message>
    <message>
        <source>Add the archive</source>
        <translation>Añadir el archivo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Choose an archive</source>
        <translation>Elegir un archivo</translation>
    </message>
    <message>
        <source>Archives (*.tar *.tar.* *.tgz);;All files (*)</source>
        <translation>Archivos (*.tar *.tar.* *.tgz);;Todos los ficheros (*)</translation>
    </message>
    <message>
        <source>Choose a file first.</source>
        <translation>Elija antes un fichero.</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>No existe ese fichero.</translation>
    </message>
    <message>
        <source>Use up to 128 letters, digits and . _ : / @ + - for the name, beginning with a letter or digit.</source>
        <translation>Use para el nombre hasta 128 letras, cifras y . _ : / @ + -, empezando por una letra o cifra.</translation>
    </message>
    <message>
        <source>Checks the archive and keeps it as an image</source>
        <translation>Comprueba el archivo y lo guarda como imagen</translation>
    </message>
    <message>
        <source>The archive is being read; progress is shown at the bottom of the window.</source>
        <translation>Se está leyendo el archivo; el progreso se ve al pie de la ventana.</translation>
    </message>
</context>
<context>
    <name>taper::dialogs::BuildImageDialog</name>
    <message>
        <source>Build an image</source>
        <translation>Construir una imagen</translation>
    </message>
    <message>
        <source>Nothing can be built on this computer: install mmdebstrap, then try again.</source>
        <translation>En este equipo no se puede construir nada: instale mmdebstrap y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>The system is put together from its distribution&apos;s own packages, inside a container of its own. It takes some minutes and needs the network; progress and Cancel are at the bottom of the window.</source>
        <translation>El sistema se compone de los paquetes de su propia distribución, dentro de un contenedor aparte. Tarda unos minutos y necesita la red; el progreso y Cancelar están al pie de la ventana.</translation>
    </message>
    <message>
        <source>Distribution and release; this computer&apos;s own comes first</source>
        <translation>Distribución y versión; la de este equipo va primero</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Where the packages come from; empty: the distribution&apos;s own server</source>
        <translation>De dónde vienen los paquetes; vacío: el servidor de la distribución</translation>
    </message>
    <message>
        <source>Name of the built image</source>
        <translation>Nombre de la imagen construida</translation>
    </message>
    <message>
        <source>What the image shall be called</source>
        <translation>Cómo se llamará la imagen</translation>
    </message>
    <message>
        <source>The same build as a command</source>
        <translation>La misma construcción como orden</translation>
    </message>
    <message>
        <source>What this form does, to be typed in a terminal</source>
        <translation>Lo que hace este formulario, para escribirlo en un terminal</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>&amp;Sistema</translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation>Ser&amp;vidor</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>As a &amp;command</source>
        <translation>Como &amp;orden</translation>
    </message>
    <message>
        <source>&amp;Build</source>
        <translation>&amp;Construir</translation>
    </message>
    <message>
        <source>Build the image</source>
        <translation>Construir la imagen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the build form</source>
        <translation>Cancelar el formulario de construcción</translation>
    </message>
    <message>
        <source>Closes this window; nothing is built</source>
        <translation>Cierra esta ventana; no se construye nada</translation>
    </message>
    <message>
        <source>%1, as this computer has</source>
        <translation>%1, como la de este equipo</translation>
    </message>
    <message>
        <source>What can be built is being asked for.</source>
        <translation>Se está preguntando qué se puede construir.</translation>
    </message>
    <message>
        <source>%1 is no address of a mirror: write one such as http://deb.debian.org/debian, or leave it empty.</source>
        <translation>%1 no es la dirección de un servidor: escriba una como http://deb.debian.org/debian, o déjelo vacío.</translation>
    </message>
    <message>
        <source>Use up to 128 letters, digits and . _ : / @ + - for the name, beginning with a letter or digit.</source>
        <translation>Use para el nombre hasta 128 letras, cifras y . _ : / @ + -, empezando por letra o cifra.</translation>
    </message>
    <message>
        <source>There is an image named %1 already. Choose another name.</source>
        <translation>Ya hay una imagen llamada %1. Elija otro nombre.</translation>
    </message>
    <message>
        <source>Begins to build; this window closes, and the build is shown below</source>
        <translation>Empieza a construir; esta ventana se cierra y la construcción se ve abajo</translation>
    </message>
</context>
<context>
    <name>taper::dialogs::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Preferencias</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close the preferences</source>
        <translation>Cerrar las preferencias</translation>
    </message>
    <message>
        <source>Closes this window; everything is kept already</source>
        <translation>Cierra esta ventana; todo está ya guardado</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Como el escritorio</translation>
    </message>
    <message>
        <source>The language of the window; it changes at once</source>
        <translation>El idioma de la ventana; cambia enseguida</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Idioma</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Light or dark colours</source>
        <translation>Colores claros u oscuros</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Apariencia</translation>
    </message>
    <message>
        <source>The console&apos;s font; only fonts of fixed width are offered</source>
        <translation>La letra de la consola; solo se ofrecen las de ancho fijo</translation>
    </message>
    <message>
        <source> pt</source>
        <comment>points, a font&apos;s size</comment>
        <translation> pt</translation>
    </message>
    <message>
        <source>Console font size</source>
        <translation>Tamaño de letra de la consola</translation>
    </message>
    <message>
        <source>The size of the console&apos;s font</source>
        <translation>El tamaño de la letra de la consola</translation>
    </message>
    <message>
        <source>&amp;Console font</source>
        <translation>&amp;Letra de la consola</translation>
    </message>
    <message>
        <source>Console font &amp;size</source>
        <translation>&amp;Tamaño de esa letra</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minuto</numerusform>
            <numerusform>%n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>How much time the charts show</source>
        <translation>Cuánto tiempo muestran las gráficas</translation>
    </message>
    <message>
        <source>Charts s&amp;how</source>
        <translation>Las &amp;gráficas muestran</translation>
    </message>
    <message>
        <source>Stop or restart a container</source>
        <translation>Detener o reiniciar un contenedor</translation>
    </message>
    <message>
        <source>Kill a container</source>
        <translation>Matar un contenedor</translation>
    </message>
    <message>
        <source>Delete an image</source>
        <translation>Borrar una imagen</translation>
    </message>
    <message>
        <source>Ask before</source>
        <translation>Preguntar antes de</translation>
    </message>
    <message>
        <source>Whether you are asked before it is done</source>
        <translation>Si se le pregunta antes de hacerlo</translation>
    </message>
    <message>
        <source>Delete a container: always, its files are lost</source>
        <translation>Borrar un contenedor: siempre, se pierden sus archivos</translation>
    </message>
    <message>
        <source>This is always asked: it cannot be undone.</source>
        <translation>Esto se pregunta siempre: no se puede deshacer.</translation>
    </message>
</context>
<context>
    <name>taper::dialogs::RightsDialog</name>
    <message>
        <source>Why: %1</source>
        <translation>Por qué: %1</translation>
    </message>
    <message>
        <source>Why: root is asked nothing.</source>
        <translation>Por qué: a root no se le pregunta nada.</translation>
    </message>
    <message>
        <source>Why: the helper was started from the build tree for your user (--authorize-uid).</source>
        <translation>Por qué: el asistente se inició desde el árbol de compilación para su usuario (--authorize-uid).</translation>
    </message>
    <message>
        <source>Why: polkit decides, by the rules of this computer.</source>
        <translation>Por qué: decide polkit, según las reglas de este equipo.</translation>
    </message>
    <message>
        <source>What you may do</source>
        <translation>Lo que puede hacer</translation>
    </message>
    <message>
        <source>You are user %1; this is helper %2.</source>
        <comment>number; version</comment>
        <translation>Usted es el usuario %1; este es el asistente %2.</translation>
    </message>
    <message>
        <source>Where you are asked, a password of someone who may is needed; the answer counts for five minutes in this window.</source>
        <translation>Donde se le pregunta hace falta la contraseña de alguien que pueda; la respuesta vale cinco minutos en esta ventana.</translation>
    </message>
    <message>
        <source>Connected by %1</source>
        <translation>Conectado por %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close what you may do</source>
        <translation>Cerrar lo que puede hacer</translation>
    </message>
    <message>
        <source>Closes this window</source>
        <translation>Cierra esta ventana</translation>
    </message>
</context>
<context>
    <name>taper::models::CheckModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>so many of all are there</comment>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>Se necesita</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Encontrado</translation>
    </message>
</context>
<context>
    <name>taper::models::ContainerModel</name>
    <message numerus="yes">
        <source>100 % is one core; this computer has %n core(s).</source>
        <translation>
            <numerusform>El 100 % es un núcleo; este equipo tiene %n núcleo.</numerusform>
            <numerusform>El 100 % es un núcleo; este equipo tiene %n núcleos.</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>RUNNING  %1</source>
        <translation>EN MARCHA  %1</translation>
    </message>
    <message>
        <source>FROZEN  %1</source>
        <translation>CONGELADOS  %1</translation>
    </message>
    <message>
        <source>STOPPED  %1</source>
        <translation>PARADOS  %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Its last start failed; the summary says why.</source>
        <translation>Su último arranque falló; el resumen dice por qué.</translation>
    </message>
    <message>
        <source>100 % is one core (kernel: cpu.stat usage_usec, cpuacct.usage).</source>
        <translation>El 100 % es un núcleo (núcleo de Linux: cpu.stat usage_usec, cpuacct.usage).</translation>
    </message>
    <message>
        <source>In use / its limit (kernel: memory.current / memory.max).</source>
        <translation>En uso / su límite (núcleo de Linux: memory.current / memory.max).</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>En marcha</translation>
    </message>
</context>
<context>
    <name>taper::models::ImageModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>La usan</translation>
    </message>
    <message>
        <source>Fingerprint of what it was made from: %1</source>
        <translation>Huella de aquello de lo que se hizo: %1</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>nadie</translation>
    </message>
    <message>
        <source>Added %1</source>
        <translation>Añadida: %1</translation>
    </message>
    <message>
        <source>Built here of %1 %2 (%3) from %4</source>
        <comment>distribution, release, architecture, mirror</comment>
        <translation>Construida aquí de %1 %2 (%3) desde %4</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Antigüedad</translation>
    </message>
</context>
<context>
    <name>taper::models::JournalModel</name>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>De qué</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Antes y después</translation>
    </message>
</context>
<context>
    <name>taper::models::TimelineModel</name>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Began at</source>
        <translation>Comenzó a</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Duró</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Transcurso</translation>
    </message>
</context>
<context>
    <name>taper::models::TopologyModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Índice</translation>
    </message>
    <message>
        <source>Other end</source>
        <translation>Otro extremo</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Contenedor</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Hardware address %1</source>
        <translation>Dirección física %1</translation>
    </message>
    <message>
        <source>up</source>
        <translation>activa</translation>
    </message>
    <message>
        <source>down</source>
        <translation>inactiva</translation>
    </message>
    <message>
        <source>Way out</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>What is on it reaches other networks, under this computer&apos;s address.</source>
        <translation>Lo que está en él llega a otras redes, con la dirección de este equipo.</translation>
    </message>
    <message>
        <source>What is on it reaches this computer, but no other network.</source>
        <translation>Lo que está en él llega a este equipo, pero a ninguna otra red.</translation>
    </message>
    <message>
        <source>NAT</source>
        <translation>NAT</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>congelado</translation>
    </message>
</context>
<context>
    <name>taper::pages::ChecksPage</name>
    <message>
        <source>Check &amp;again</source>
        <translation>Comprobar de n&amp;uevo</translation>
    </message>
    <message>
        <source>Copy a&amp;ll as text</source>
        <translation>Copiar todo como &amp;texto</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Host check</source>
        <translation>Comprobación</translation>
    </message>
    <message>
        <source>Asks the helper to look again</source>
        <translation>Pide al asistente que mire de nuevo</translation>
    </message>
    <message>
        <source>Copies the whole check, to be sent to somebody who helps</source>
        <translation>Copia la comprobación entera, para enviársela a quien ayude</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Arreglo</translation>
    </message>
    <message>
        <source>Copy the repair</source>
        <translation>Copiar el arreglo</translation>
    </message>
    <message>
        <source>Select a line: what it is for and how to repair it is told here.</source>
        <translation>Elija una línea: aquí se cuenta para qué sirve y cómo se arregla.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>title: what it is for</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>No hay que hacer nada.</translation>
    </message>
    <message>
        <source>Without it: %1</source>
        <comment>what breaks</comment>
        <translation>Sin ello: %1</translation>
    </message>
    <message>
        <source>&amp;Repair, in a terminal as root</source>
        <translation>A&amp;rreglo, en un terminal como root</translation>
    </message>
    <message>
        <source>&amp;Repair</source>
        <translation>A&amp;rreglo</translation>
    </message>
    <message>
        <source>Copies the command</source>
        <translation>Copia la orden</translation>
    </message>
    <message>
        <source>Copies the advice</source>
        <translation>Copia el consejo</translation>
    </message>
    <message>
        <source>What containers need of this computer</source>
        <translation>Lo que los contenedores necesitan de este equipo</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that every container needs is missing.</source>
        <translation>
            <numerusform>Falta %n cosa que necesita todo contenedor.</numerusform>
            <numerusform>Faltan %n cosas que necesita todo contenedor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Containers can run here. %n thing(s) could be better.</source>
        <translation>
            <numerusform>Aquí pueden funcionar contenedores. %n cosa podría estar mejor.</numerusform>
            <numerusform>Aquí pueden funcionar contenedores. %n cosas podrían estar mejor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that containers need is there.</source>
        <translation>Está todo lo que los contenedores necesitan.</translation>
    </message>
    <message>
        <source>Host check of %1: %2, kernel %3</source>
        <comment>host, system, kernel</comment>
        <translation>Comprobación de %1: %2, núcleo %3</translation>
    </message>
</context>
<context>
    <name>taper::pages::ConsoleTab</name>
    <message>
        <source>Start the container</source>
        <translation>Arrancar el contenedor</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>The console comes back when the helper does. The container runs on meanwhile.</source>
        <translation>La consola vuelve cuando vuelva el asistente. Mientras tanto el contenedor sigue en marcha.</translation>
    </message>
    <message>
        <source>%1 is stopped. Start it to see its console.</source>
        <translation>%1 está parado. Arránquelo para ver su consola.</translation>
    </message>
    <message>
        <source>%1 is being started.</source>
        <translation>%1 está arrancando.</translation>
    </message>
</context>
<context>
    <name>taper::pages::ContainerPage</name>
    <message>
        <source>Views of the container</source>
        <translation>Vistas del contenedor</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vista general</translation>
    </message>
    <message>
        <source>Back to the overview</source>
        <translation>Volver a la vista general</translation>
    </message>
    <message>
        <source>Actions for this container</source>
        <translation>Acciones para este contenedor</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
</context>
<context>
    <name>taper::pages::CreateForm</name>
    <message>
        <source>Add busybox</source>
        <translation>Añadir busybox</translation>
    </message>
    <message>
        <source>&amp;Generate one and show it once</source>
        <translation>&amp;Generar una y mostrarla una vez</translation>
    </message>
    <message>
        <source>&amp;This one:</source>
        <translation>&amp;Esta:</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Límite de memoria</translation>
    </message>
    <message>
        <source>Memory limit value</source>
        <translation>Valor del límite de memoria</translation>
    </message>
    <message>
        <source>Swap limit</source>
        <translation>Límite de intercambio</translation>
    </message>
    <message>
        <source>Swap limit value</source>
        <translation>Valor del límite de intercambio</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>Peso de CPU</translation>
    </message>
    <message>
        <source>CPU weight value</source>
        <translation>Valor del peso de CPU</translation>
    </message>
    <message>
        <source>CPU cap</source>
        <translation>Tope de CPU</translation>
    </message>
    <message>
        <source>CPU cap value</source>
        <translation>Valor del tope de CPU</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPUs value</source>
        <translation>Lista de CPU</translation>
    </message>
    <message>
        <source>Process limit</source>
        <translation>Límite de procesos</translation>
    </message>
    <message>
        <source>Process limit value</source>
        <translation>Valor del límite de procesos</translation>
    </message>
    <message>
        <source>&amp;Start it now</source>
        <translation>&amp;Iniciarlo ahora</translation>
    </message>
    <message>
        <source>Makes the image busybox of this computer&apos;s own busybox; nothing is downloaded</source>
        <translation>Hace la imagen busybox con el busybox de este equipo; no se descarga nada</translation>
    </message>
    <message>
        <source>What the container starts from; what is not there yet is built first</source>
        <translation>De qué parte el contenedor; lo que aún no está se construye antes</translation>
    </message>
    <message>
        <source>Container name</source>
        <translation>Nombre del contenedor</translation>
    </message>
    <message>
        <source>Letters, digits and dashes, at most 63; it is the host name inside, too</source>
        <translation>Letras, cifras y guiones, como mucho 63; es también el nombre del equipo dentro</translation>
    </message>
    <message>
        <source>system: a whole Linux</source>
        <translation>system: un Linux entero</translation>
    </message>
    <message>
        <source>How much is kept apart from this computer</source>
        <translation>Cuánto se separa de este equipo</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Who may log in; the user is made inside</source>
        <translation>Quién puede entrar; el usuario se crea dentro</translation>
    </message>
    <message>
        <source>The password stands above the pages when the container is made, with a button to copy it</source>
        <translation>La contraseña aparece encima de las páginas cuando el contenedor está hecho, con un botón para copiarla</translation>
    </message>
    <message>
        <source>The password that you type beside it</source>
        <translation>La contraseña que escriba al lado</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>It is kept only inside the container</source>
        <translation>Solo se guarda dentro del contenedor</translation>
    </message>
    <message>
        <source>taper0: a private network of your containers</source>
        <translation>taper0: una red privada de sus contenedores</translation>
    </message>
    <message>
        <source>none: no network at all</source>
        <translation>ninguna: sin red alguna</translation>
    </message>
    <message>
        <source>Where its virtual network cable ends</source>
        <translation>Dónde acaba su cable de red virtual</translation>
    </message>
    <message>
        <source>Fixed address</source>
        <translation>Dirección fija</translation>
    </message>
    <message>
        <source>An IPv4 address of that network; empty: one is chosen</source>
        <translation>Una dirección IPv4 de esa red; vacío: se elige una</translation>
    </message>
    <message>
        <source>empty: one is chosen</source>
        <translation>vacío: se elige una</translation>
    </message>
    <message>
        <source>Fixed MAC address</source>
        <translation>Dirección MAC fija</translation>
    </message>
    <message>
        <source>The hardware address of its network card, such as 02:11:22:33:44:55; empty: one is chosen</source>
        <translation>La dirección física de su tarjeta de red, como 02:11:22:33:44:55; vacío: se elige una</translation>
    </message>
    <message>
        <source>Starts it as soon as it is made, and opens its console</source>
        <translation>Lo inicia en cuanto está hecho y abre su consola</translation>
    </message>
    <message>
        <source>Its own init, users, processes and network; root inside is an ordinary user outside.</source>
        <translation>Su propio init, usuarios, procesos y red; el root de dentro es fuera un usuario corriente.</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Imagen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>Pr&amp;ofile</source>
        <translation>&amp;Perfil</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Usuario</translation>
    </message>
    <message>
        <source>Ne&amp;twork</source>
        <translation>&amp;Red</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>&amp;Dirección</translation>
    </message>
    <message>
        <source>&amp;MAC address</source>
        <translation>Dirección &amp;MAC</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Qué es</translation>
    </message>
    <message>
        <source>Who may log in</source>
        <translation>Quién puede entrar</translation>
    </message>
    <message>
        <source>Its network</source>
        <translation>Su red</translation>
    </message>
    <message>
        <source>What it may use</source>
        <translation>Qué puede usar</translation>
    </message>
    <message>
        <source>Every limit can be changed later, also while the container runs.</source>
        <translation>Todos los límites se pueden cambiar después, también con el contenedor en marcha.</translation>
    </message>
    <message>
        <source>Build %1…</source>
        <translation>Construir %1…</translation>
    </message>
    <message>
        <source>Not here yet: it is built first, from %1. That takes some minutes.</source>
        <translation>Aún no está: se construye antes, desde %1. Tarda unos minutos.</translation>
    </message>
    <message>
        <source>unknown system</source>
        <translation>sistema desconocido</translation>
    </message>
    <message>
        <source>%1, %2, added %3</source>
        <comment>system, size, date</comment>
        <translation>%1, %2, añadida el %3</translation>
    </message>
    <message>
        <source>This computer cannot enforce it.</source>
        <translation>Este equipo no puede imponerlo.</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Póngale un nombre.</translation>
    </message>
    <message>
        <source>%1 cannot be a user&apos;s name: use small letters, digits, _ and -, beginning with a letter.</source>
        <translation>%1 no puede ser nombre de usuario: use minúsculas, cifras, _ y -, empezando por una letra.</translation>
    </message>
    <message>
        <source>Type a password, or let one be generated.</source>
        <translation>Escriba una contraseña, o deje que se genere una.</translation>
    </message>
    <message>
        <source>%1 is no IPv4 address: write four numbers with dots, such as 10.83.0.20, or leave it empty.</source>
        <translation>%1 no es una dirección IPv4: escriba cuatro números con puntos, como 10.83.0.20, o déjelo vacío.</translation>
    </message>
    <message>
        <source>%1 has the address %2 already. Choose another, or leave it empty.</source>
        <translation>%1 ya tiene la dirección %2. Elija otra, o déjelo vacío.</translation>
    </message>
    <message>
        <source>%1 is no MAC address of a single card: write six pairs such as 02:11:22:33:44:55, or leave it empty.</source>
        <translation>%1 no es la dirección MAC de una sola tarjeta: escriba seis pares como 02:11:22:33:44:55, o déjelo vacío.</translation>
    </message>
    <message>
        <source>There is no image yet: add busybox, or an archive on the page Images.</source>
        <translation>Aún no hay ninguna imagen: añada busybox, o un archivo en la página Imágenes.</translation>
    </message>
    <message>
        <source>The value of “%1” cannot be read. Correct it, or write “none”.</source>
        <translation>El valor de «%1» no se entiende. Corríjalo, o escriba «none».</translation>
    </message>
</context>
<context>
    <name>taper::pages::CreatePage</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>C&amp;reate</source>
        <translation>C&amp;rear</translation>
    </message>
    <message>
        <source>New container</source>
        <translation>Contenedor nuevo</translation>
    </message>
    <message>
        <source>The same as a command</source>
        <translation>Lo mismo como orden</translation>
    </message>
    <message>
        <source>What this form does, to be typed in a terminal</source>
        <translation>Lo que hace este formulario, para escribirlo en un terminal</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Copiar la orden</translation>
    </message>
    <message>
        <source>Copies the command</source>
        <translation>Copia la orden</translation>
    </message>
    <message>
        <source>Create the container</source>
        <translation>Crear el contenedor</translation>
    </message>
    <message>
        <source>As a &amp;command</source>
        <translation>Como &amp;orden</translation>
    </message>
    <message>
        <source>It is being made.</source>
        <translation>Se está haciendo.</translation>
    </message>
    <message>
        <source>Build and c&amp;reate</source>
        <translation>Construir y c&amp;rear</translation>
    </message>
    <message>
        <source>Makes the container (Return)</source>
        <translation>Hace el contenedor (Intro)</translation>
    </message>
    <message>
        <source>Leave it to &amp;work</source>
        <translation>De&amp;jarlo trabajar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Leave it to work</source>
        <translation>Dejarlo trabajar</translation>
    </message>
    <message>
        <source>Cancel the new container</source>
        <translation>Cancelar el contenedor nuevo</translation>
    </message>
    <message>
        <source>Goes back; it goes on, and tells you when the container is made</source>
        <translation>Vuelve atrás; sigue trabajando y avisa cuando el contenedor está hecho</translation>
    </message>
    <message>
        <source>The image %1 is being built; progress and Cancel are at the bottom. Then %2 is made of it.</source>
        <translation>Se está construyendo la imagen %1; el progreso y Cancelar están abajo. Después se hace %2 con ella.</translation>
    </message>
    <message>
        <source>The image was not built, so there is no container.</source>
        <translation>La imagen no se ha construido, así que no hay contenedor.</translation>
    </message>
    <message>
        <source>%1 is being made.</source>
        <translation>Se está haciendo %1.</translation>
    </message>
    <message>
        <source>The container was not made.</source>
        <translation>El contenedor no se ha hecho.</translation>
    </message>
    <message>
        <source>The image busybox could not be added.</source>
        <translation>No se ha podido añadir la imagen busybox.</translation>
    </message>
    <message>
        <source>Goes back without making anything (Escape)</source>
        <translation>Vuelve atrás sin hacer nada (Escape)</translation>
    </message>
</context>
<context>
    <name>taper::pages::EmptyOverview</name>
    <message>
        <source>&amp;Try one now</source>
        <translation>&amp;Probar uno ya</translation>
    </message>
    <message>
        <source>&amp;Go to Images</source>
        <translation>&amp;Ir a Imágenes</translation>
    </message>
    <message>
        <source>There is no container on this computer yet</source>
        <translation>Todavía no hay ningún contenedor en este equipo</translation>
    </message>
    <message>
        <source>Try one now</source>
        <translation>Probar uno ya</translation>
    </message>
    <message>
        <source>The smallest Linux there is, built in: running in under a second, nothing is downloaded. Its console opens by itself.</source>
        <translation>El Linux más pequeño que hay, incluido: en marcha en menos de un segundo, sin descargar nada. Su consola se abre sola.</translation>
    </message>
    <message>
        <source>Debian, Ubuntu, Fedora…</source>
        <translation>Debian, Ubuntu, Fedora…</translation>
    </message>
    <message>
        <source>A whole system from an archive of its root file system. Add the archive as an image first, then make as many containers of it as you like.</source>
        <translation>Un sistema entero a partir de un archivo de su sistema de ficheros raíz. Añada antes el archivo como imagen y haga de ella cuantos contenedores quiera.</translation>
    </message>
    <message>
        <source>Makes and starts a container of the built-in image</source>
        <translation>Hace y arranca un contenedor de la imagen incluida</translation>
    </message>
    <message>
        <source>Shows the images, where an archive can be added</source>
        <translation>Muestra las imágenes, donde se puede añadir un archivo</translation>
    </message>
</context>
<context>
    <name>taper::pages::ImagesPage</name>
    <message>
        <source>Add busybox</source>
        <translation>Añadir busybox</translation>
    </message>
    <message>
        <source>Add archive…</source>
        <translation>Añadir archivo…</translation>
    </message>
    <message>
        <source>New container of it…</source>
        <translation>Nuevo contenedor de ella…</translation>
    </message>
    <message>
        <source>Delete image</source>
        <translation>Borrar imagen</translation>
    </message>
    <message>
        <source>Actions for images</source>
        <translation>Acciones para las imágenes</translation>
    </message>
    <message>
        <source>List of images</source>
        <translation>Lista de imágenes</translation>
    </message>
    <message numerus="yes">
        <source>%1 is used by %n container(s); delete those first.</source>
        <translation>
            <numerusform>%n contenedor usa %1; bórrelo antes.</numerusform>
            <numerusform>%n contenedores usan %1; bórrelos antes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Select an image first.</source>
        <translation>Seleccione antes una imagen.</translation>
    </message>
    <message>
        <source>The image busybox is here already.</source>
        <translation>La imagen busybox ya está.</translation>
    </message>
    <message>
        <source>Makes the image busybox of this computer&apos;s own busybox; nothing is downloaded</source>
        <translation>Hace la imagen busybox con el busybox de este equipo; no se descarga nada</translation>
    </message>
    <message>
        <source>Makes an image of a tar archive of a root file system</source>
        <translation>Hace una imagen de un archivo tar de un sistema de ficheros raíz</translation>
    </message>
    <message>
        <source>Opens the form for a new container with this image</source>
        <translation>Abre el formulario de un nuevo contenedor con esta imagen</translation>
    </message>
    <message>
        <source>Removes the image from this computer</source>
        <translation>Elimina la imagen de este equipo</translation>
    </message>
    <message>
        <source>The image busybox could not be added.</source>
        <translation>No se pudo añadir la imagen busybox.</translation>
    </message>
    <message>
        <source>Delete the image?</source>
        <translation>¿Borrar la imagen?</translation>
    </message>
    <message>
        <source>Delete the image %1?</source>
        <translation>¿Borrar la imagen %1?</translation>
    </message>
    <message>
        <source>It is removed from this computer. To use it again, add it again.</source>
        <translation>Se elimina de este equipo. Para volver a usarla, añádala otra vez.</translation>
    </message>
    <message>
        <source>&amp;Delete the image</source>
        <translation>&amp;Borrar la imagen</translation>
    </message>
    <message>
        <source>The image %1 could not be deleted.</source>
        <translation>No se pudo borrar la imagen %1.</translation>
    </message>
    <message>
        <source>Build…</source>
        <translation>Construir…</translation>
    </message>
    <message>
        <source>There is no image yet. Build a whole system such as Debian from its packages, add busybox, which is built in and takes no download, or the archive of a root file system.</source>
        <translation>Aún no hay ninguna imagen. Construya un sistema entero como Debian con sus paquetes, añada busybox, que viene incorporado y no se descarga, o el archivo de un sistema de archivos raíz.</translation>
    </message>
    <message>
        <source>Makes an image of a distribution&apos;s own packages, such as Debian&apos;s</source>
        <translation>Hace una imagen con los paquetes de una distribución, como Debian</translation>
    </message>
    <message>
        <source>The image %1 could not be built.</source>
        <translation>No se ha podido construir la imagen %1.</translation>
    </message>
</context>
<context>
    <name>taper::pages::JournalPage</name>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportar…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Diario</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search the journal</source>
        <translation>Buscar en el diario</translation>
    </message>
    <message>
        <source>Shows what has these words anywhere in its row</source>
        <translation>Muestra lo que tiene estas palabras en su fila</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Lo que se hizo</translation>
    </message>
    <message>
        <source>What failed or was refused</source>
        <translation>Lo que falló o se negó</translation>
    </message>
    <message>
        <source>Which entries are shown</source>
        <translation>Qué entradas se muestran</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>&amp;Mostrar</translation>
    </message>
    <message>
        <source>Export the journal</source>
        <translation>Exportar el diario</translation>
    </message>
    <message>
        <source>Writes what is shown into a file, as text or for a spreadsheet (CSV)</source>
        <translation>Escribe lo mostrado en un archivo, como texto o para una hoja de cálculo (CSV)</translation>
    </message>
    <message>
        <source>The same deed as a command</source>
        <translation>Lo mismo hecho con una orden</translation>
    </message>
    <message>
        <source>What does the same, to be typed in a terminal</source>
        <translation>Lo que hace lo mismo, para escribirlo en un terminal</translation>
    </message>
    <message>
        <source>Copy the deed&apos;s command</source>
        <translation>Copiar la orden de la entrada</translation>
    </message>
    <message>
        <source>Copies the command</source>
        <translation>Copia la orden</translation>
    </message>
    <message>
        <source>As a &amp;command</source>
        <translation>Como &amp;orden</translation>
    </message>
    <message>
        <source>Select an entry: what was changed is told here in full.</source>
        <translation>Elija una entrada: aquí se cuenta entero lo que cambió.</translation>
    </message>
    <message>
        <source>no single command does the same</source>
        <translation>ninguna orden sola hace lo mismo</translation>
    </message>
    <message>
        <source>Nothing has been done yet. Everything that is changed will stand here, with who did it.</source>
        <translation>Aún no se ha hecho nada. Aquí estará todo lo que se cambie, y quién lo hizo.</translation>
    </message>
    <message>
        <source>No entry has these words. Clear the search, or show everything.</source>
        <translation>Ninguna entrada tiene estas palabras. Borre la búsqueda, o muestre todo.</translation>
    </message>
    <message>
        <source>For a spreadsheet (*.csv);;Text (*.txt)</source>
        <translation>Para una hoja de cálculo (*.csv);;Texto (*.txt)</translation>
    </message>
    <message>
        <source>The journal could not be exported.</source>
        <translation>No se ha podido exportar el diario.</translation>
    </message>
    <message>
        <source>%1: %2, %3, %4. Outcome: %5</source>
        <extracomment>who: what, of what, when. How it ended.</extracomment>
        <translation>%1: %2, %3, %4. Resultado: %5</translation>
    </message>
</context>
<context>
    <name>taper::pages::LimitsTab</name>
    <message>
        <source>Memory limit</source>
        <translation>Límite de memoria</translation>
    </message>
    <message>
        <source>Memory limit value</source>
        <translation>Valor del límite de memoria</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>Peso de CPU</translation>
    </message>
    <message>
        <source>CPU weight value</source>
        <translation>Valor del peso de CPU</translation>
    </message>
    <message>
        <source>Processes the kernel ended because the memory limit was reached (oom_kill)</source>
        <translation>Procesos que el núcleo terminó por alcanzar el límite de memoria (oom_kill)</translation>
    </message>
    <message numerus="yes">
        <source>The memory limit ended %n process(es) since the start.</source>
        <translation>
            <numerusform>El límite de memoria terminó %n proceso desde el arranque.</numerusform>
            <numerusform>El límite de memoria terminó %n procesos desde el arranque.</numerusform>
        </translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>ahora %1</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>parado</translation>
    </message>
    <message>
        <source>Swap limit</source>
        <translation>Límite de intercambio</translation>
    </message>
    <message>
        <source>Swap limit value</source>
        <translation>Valor del límite de intercambio</translation>
    </message>
    <message>
        <source>CPU cap</source>
        <translation>Tope de CPU</translation>
    </message>
    <message>
        <source>CPU cap value</source>
        <translation>Valor del tope de CPU</translation>
    </message>
    <message>
        <source>Process limit</source>
        <translation>Límite de procesos</translation>
    </message>
    <message>
        <source>Process limit value</source>
        <translation>Valor del límite de procesos</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>Procesadores</translation>
    </message>
    <message>
        <source>CPUs value</source>
        <translation>Valor de los procesadores</translation>
    </message>
    <message>
        <source>Memory in use</source>
        <translation>Memoria en uso</translation>
    </message>
    <message>
        <source>Swap in use</source>
        <translation>Intercambio en uso</translation>
    </message>
    <message>
        <source>Processor in use</source>
        <translation>Procesador en uso</translation>
    </message>
    <message>
        <source>Processes and threads</source>
        <translation>Procesos e hilos</translation>
    </message>
    <message>
        <source>What each running container gets of the processors while all of them want all they can get. Move the slider to see what another weight would do.</source>
        <translation>Lo que recibe de los procesadores cada contenedor en marcha mientras todos quieren todo lo posible. Mueva el deslizador para ver qué haría otro peso.</translation>
    </message>
    <message>
        <source>Processes and threads that could not be begun because of the limit (pids.events max)</source>
        <translation>Procesos e hilos que no pudieron empezar por el límite (pids.events max)</translation>
    </message>
    <message>
        <source>This computer cannot enforce it: %1.</source>
        <translation>Este equipo no puede hacerlo cumplir: %1.</translation>
    </message>
    <message numerus="yes">
        <source>The limit refused %n new process(es) since the start.</source>
        <translation>
            <numerusform>El límite rechazó %n proceso nuevo desde el arranque.</numerusform>
            <numerusform>El límite rechazó %n procesos nuevos desde el arranque.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; held back %2 of the time</source>
        <comment>processor in use; share of the time that the cap stopped it</comment>
        <translation>%1; frenado %2 del tiempo</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>container, its share</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>If all were busy: %1</source>
        <translation>Si todos estuvieran ocupados: %1</translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> y %n más</numerusform>
            <numerusform> y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>also given to: %1</source>
        <comment>containers</comment>
        <translation>también dados a: %1</translation>
    </message>
    <message>
        <source>Applied: %1 %2 → %3</source>
        <comment>which limit, before, now</comment>
        <translation>Aplicado: %1 %2 → %3</translation>
    </message>
</context>
<context>
    <name>taper::pages::NetworkPage</name>
    <message>
        <source>Network interfaces</source>
        <translation>Interfaces de red</translation>
    </message>
    <message>
        <source>Containers on %1 reach the &amp;outside (NAT)</source>
        <translation>Los contenedores de %1 llegan al e&amp;xterior (NAT)</translation>
    </message>
    <message>
        <source>Containers reach the outside</source>
        <translation>Los contenedores llegan al exterior</translation>
    </message>
    <message>
        <source>This computer passes on what they send, under its own address, and answers their look-ups of names. Nobody outside can reach them by this.</source>
        <translation>Este equipo reenvía lo que mandan, con su propia dirección, y responde a sus consultas de nombres. Nadie de fuera puede llegar a ellos por esto.</translation>
    </message>
    <message>
        <source>They reach each other and this computer, and nothing else.</source>
        <translation>Llegan unos a otros y a este equipo, y a nada más.</translation>
    </message>
    <message>
        <source>The helper does not say whether they do.</source>
        <translation>El asistente no dice si llegan.</translation>
    </message>
    <message>
        <source>Closes the way out at once, also for containers that run</source>
        <translation>Cierra la salida de inmediato, también para los contenedores en marcha</translation>
    </message>
    <message>
        <source>Opens the way out at once, also for containers that run (nftables masquerade)</source>
        <translation>Abre la salida de inmediato, también para los contenedores en marcha (nftables masquerade)</translation>
    </message>
    <message>
        <source>The way to the outside could not be opened.</source>
        <translation>No se pudo abrir la salida al exterior.</translation>
    </message>
    <message>
        <source>The way to the outside could not be closed.</source>
        <translation>No se pudo cerrar la salida al exterior.</translation>
    </message>
</context>
<context>
    <name>taper::pages::NetworkTab</name>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Aplicar</translation>
    </message>
    <message>
        <source>Fixed address</source>
        <translation>Dirección fija</translation>
    </message>
    <message>
        <source>Fixed MAC address</source>
        <translation>Dirección MAC fija</translation>
    </message>
    <message>
        <source>Apply the addresses</source>
        <translation>Aplicar las direcciones</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Puente</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>&amp;Dirección</translation>
    </message>
    <message>
        <source>none: it has no network</source>
        <translation>ninguno: no tiene red</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>ahora %1</translation>
    </message>
    <message>
        <source>It has no network, so there is nothing to fix.</source>
        <translation>No tiene red, así que no hay nada que fijar.</translation>
    </message>
    <message>
        <source>Stop %1 first: its addresses can be changed only while it is stopped.</source>
        <translation>Pare primero %1: sus direcciones solo se pueden cambiar mientras está parado.</translation>
    </message>
    <message>
        <source>Leave it empty to let it be chosen.</source>
        <translation>Déjelo vacío para que se elija.</translation>
    </message>
    <message>
        <source>An address looks like 10.83.0.20.</source>
        <translation>Una dirección se escribe como 10.83.0.20.</translation>
    </message>
    <message>
        <source>A MAC address looks like 02:00:00:12:34:56.</source>
        <translation>Una dirección MAC se escribe como 02:00:00:12:34:56.</translation>
    </message>
    <message>
        <source>Saves the addresses; the next start uses them</source>
        <translation>Guarda las direcciones; el próximo arranque las usa</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>No se cambió nada.</translation>
    </message>
    <message>
        <source>&amp;MAC address</source>
        <translation>Dirección &amp;MAC</translation>
    </message>
    <message>
        <source>What is left empty is chosen by Táper, once, so that no other container has it. What is written here is used at every start.</source>
        <translation>Lo que queda vacío lo elige Táper, una vez, de modo que ningún otro contenedor lo tenga. Lo que se escribe aquí se usa en cada arranque.</translation>
    </message>
    <message>
        <source>chosen by Táper</source>
        <translation>elegida por Táper</translation>
    </message>
</context>
<context>
    <name>taper::pages::OverviewPage</name>
    <message>
        <source>Containers</source>
        <translation>Contenedores</translation>
    </message>
    <message>
        <source>Actions for containers</source>
        <translation>Acciones para los contenedores</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Filter containers</source>
        <translation>Filtrar contenedores</translation>
    </message>
    <message>
        <source>Shows what has these words in name, image, address or state</source>
        <translation>Muestra lo que tiene estas palabras en el nombre, la imagen, la dirección o el estado</translation>
    </message>
</context>
<context>
    <name>taper::pages::SummaryTab</name>
    <message>
        <source>Processor</source>
        <translation>Procesador</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Exit status</source>
        <translation>Código de salida</translation>
    </message>
    <message>
        <source>Of its last init: 0 to 255, or 128 + the signal</source>
        <translation>Del último init: de 0 a 255, o 128 + la señal</translation>
    </message>
    <message>
        <source>Process of init</source>
        <translation>Proceso de init</translation>
    </message>
    <message>
        <source>The process id on this computer; inside it is 1</source>
        <translation>El identificador de proceso en este equipo; dentro es el 1</translation>
    </message>
    <message>
        <source>User ids</source>
        <translation>Id. de usuario</translation>
    </message>
    <message>
        <source>Users 0 to 65535 inside are these on this computer</source>
        <translation>Los usuarios 0 a 65535 de dentro son estos en este equipo</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Arrancado</translation>
    </message>
    <message>
        <source>Steps of the start</source>
        <translation>Pasos del arranque</translation>
    </message>
    <message>
        <source>The steps of its start are shown here once it was started.</source>
        <translation>Aquí se ven los pasos de su arranque en cuanto se arranque.</translation>
    </message>
    <message>
        <source>The last start, step by step: %1 in all</source>
        <translation>El último arranque, paso a paso: %1 en total</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>They can be changed on the tab Limits, also while it runs</source>
        <translation>Se pueden cambiar en la pestaña Límites, también en marcha</translation>
    </message>
    <message>
        <source>Limits reached</source>
        <translation>Límites alcanzados</translation>
    </message>
    <message>
        <source>Counted since its last start</source>
        <translation>Contado desde su último arranque</translation>
    </message>
</context>
<context>
    <name>taper::widgets::CpuBoxes</name>
    <message>
        <source>Type a list like 0-1,3 and press Return, or “all”. Kernel: cpuset.cpus</source>
        <translation>Escriba una lista como 0-1,3 y pulse Intro, o «todos». Núcleo: cpuset.cpus</translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation>CPU %1</translation>
    </message>
    <message>
        <source>Whether it may run on the processor %1. Kernel: cpuset.cpus</source>
        <translation>Si puede ejecutarse en el procesador %1. Núcleo: cpuset.cpus</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todos</translation>
    </message>
    <message>
        <source>It needs at least one processor.</source>
        <translation>Necesita al menos un procesador.</translation>
    </message>
</context>
<context>
    <name>taper::widgets::JobRow</name>
    <message>
        <source>Progress of the job</source>
        <translation>Progreso del trabajo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Cancelar el trabajo</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>job: its step</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Cancels it; what has been done is undone</source>
        <translation>Lo cancela; lo hecho se deshace</translation>
    </message>
    <message>
        <source>This step cannot be cancelled</source>
        <translation>Este paso no se puede cancelar</translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <comment>a job&apos;s title</comment>
        <translation>Cancelar: %1</translation>
    </message>
    <message>
        <source>Progress: %1</source>
        <comment>a job&apos;s title</comment>
        <translation>Progreso: %1</translation>
    </message>
</context>
<context>
    <name>taper::widgets::LimitControl</name>
    <message>
        <source>%1. The right end is: no limit. Kernel: %2</source>
        <translation>%1. El extremo derecho es: sin límite. Núcleo: %2</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>Type a value and press Return, or “none” for no limit.</source>
        <translation>Escriba un valor y pulse Intro, o «none» para no poner límite.</translation>
    </message>
</context>
<context>
    <name>taper::widgets::MoreButton</name>
    <message>
        <source>More actions</source>
        <translation>Más acciones</translation>
    </message>
</context>
<context>
    <name>taper::widgets::NoticeBar</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the password</source>
        <translation>Copiar la contraseña</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Shows what exactly went wrong, to be told to somebody who helps</source>
        <translation>Muestra qué falló exactamente, para contárselo a quien ayude</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>Copiar los detalles</translation>
    </message>
    <message>
        <source>Copies the details</source>
        <translation>Copia los detalles</translation>
    </message>
</context>
<context>
    <name>taper::widgets::StatusStrip</name>
    <message>
        <source>No jobs</source>
        <translation>Sin trabajos</translation>
    </message>
    <message>
        <source>Connected by %1</source>
        <translation>Conectado por %1</translation>
    </message>
    <message>
        <source>no helper: %1; trying again</source>
        <translation>sin asistente: %1; se reintenta</translation>
    </message>
    <message>
        <source>Looked for at %1</source>
        <translation>Buscado en %1</translation>
    </message>
    <message>
        <source>you are root and may do everything</source>
        <translation>usted es root y puede hacerlo todo</translation>
    </message>
    <message>
        <source>--authorize-uid: you may do everything</source>
        <translation>--authorize-uid: puede hacerlo todo</translation>
    </message>
    <message>
        <source>you may do nothing here</source>
        <translation>aquí no puede hacer nada</translation>
    </message>
    <message>
        <source>helper %1, local; %2</source>
        <comment>version; what we may do</comment>
        <translation>asistente %1, local; %2</translation>
    </message>
    <message>
        <source>Shows all jobs</source>
        <translation>Muestra todos los trabajos</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Todos los trabajos</translation>
    </message>
    <message>
        <source>What you may do</source>
        <translation>Lo que puede hacer</translation>
    </message>
    <message>
        <source>what you may do is being asked for</source>
        <translation>se está preguntando qué puede hacer</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>Click to see what you may do, and why</source>
        <translation>Pulse para ver lo que puede hacer y por qué</translation>
    </message>
</context>
<context>
    <name>taper::widgets::UndoOffer</name>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Puts the limit back to what it was</source>
        <translation>Devuelve el límite a lo que era</translation>
    </message>
    <message>
        <source>&amp;Undo (%1 s)</source>
        <translation>&amp;Deshacer (%1 s)</translation>
    </message>
</context>
<context>
    <name>taper::window::ContainerActions</name>
    <message>
        <source>New container</source>
        <translation>Nuevo contenedor</translation>
    </message>
    <message>
        <source>Makes a container of an image</source>
        <translation>Hace un contenedor a partir de una imagen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Arrancar</translation>
    </message>
    <message>
        <source>Starts the selected containers</source>
        <translation>Arranca los contenedores seleccionados</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Asks the selected containers to shut down</source>
        <translation>Pide a los contenedores seleccionados que se apaguen</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>Matar</translation>
    </message>
    <message>
        <source>Ends every process of the selected containers at once, without asking them</source>
        <translation>Termina al instante todos los procesos de los contenedores seleccionados, sin preguntarles</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Reiniciar</translation>
    </message>
    <message>
        <source>Stops the selected containers, then starts them again</source>
        <translation>Para los contenedores seleccionados y los vuelve a arrancar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Removes the selected containers and all their files, after a question</source>
        <translation>Elimina los contenedores seleccionados y todos sus ficheros, tras preguntar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Shows summary, console and limits of the selected container</source>
        <translation>Muestra el resumen, la consola y los límites del contenedor seleccionado</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tooltip (shortcut)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Select a container first.</source>
        <translation>Seleccione antes un contenedor.</translation>
    </message>
    <message>
        <source>Select only one container.</source>
        <translation>Seleccione un solo contenedor.</translation>
    </message>
    <message>
        <source>This cannot be done to any of the selected containers now.</source>
        <translation>Esto no se puede hacer ahora con ninguno de los contenedores seleccionados.</translation>
    </message>
    <message>
        <source>Not possible now: %1 is in the state “%2”.</source>
        <translation>Ahora no es posible: %1 está en el estado «%2».</translation>
    </message>
    <message>
        <source>%1 could not be stopped.</source>
        <translation>No se pudo parar %1.</translation>
    </message>
    <message>
        <source>%1 could not be restarted.</source>
        <translation>No se pudo reiniciar %1.</translation>
    </message>
    <message>
        <source>%1 could not be started.</source>
        <translation>No se pudo arrancar %1.</translation>
    </message>
    <message>
        <source>%1 could not be killed.</source>
        <translation>No se pudo matar %1.</translation>
    </message>
    <message>
        <source>Delete?</source>
        <translation>¿Borrar?</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <comment>names of containers</comment>
        <translation>¿Borrar %1?</translation>
    </message>
    <message>
        <source>All files, users and settings inside are lost for good. Images stay.</source>
        <translation>Todos los ficheros, usuarios y ajustes de dentro se pierden para siempre. Las imágenes se conservan.</translation>
    </message>
    <message>
        <source>What still runs is killed first.</source>
        <translation>Lo que aún esté en marcha se mata antes.</translation>
    </message>
    <message>
        <source>&amp;Delete for good</source>
        <translation>&amp;Borrar para siempre</translation>
    </message>
    <message>
        <source>%1 could not be deleted.</source>
        <translation>No se pudo borrar %1.</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Congelar</translation>
    </message>
    <message>
        <source>Halts every process of the selected containers where it is</source>
        <translation>Para cada proceso de los contenedores elegidos donde está</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>Descongelar</translation>
    </message>
    <message>
        <source>Lets the selected frozen containers go on</source>
        <translation>Deja seguir a los contenedores congelados elegidos</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Gives the selected stopped container another name</source>
        <translation>Da otro nombre al contenedor parado elegido</translation>
    </message>
    <message>
        <source>Stop %1 first: only a stopped container can get another name.</source>
        <translation>Pare primero %1: solo un contenedor parado puede recibir otro nombre.</translation>
    </message>
    <message>
        <source>%1 could not be frozen.</source>
        <translation>No se pudo congelar %1.</translation>
    </message>
    <message>
        <source>%1 could not be unfrozen.</source>
        <translation>No se pudo descongelar %1.</translation>
    </message>
    <message>
        <source>%1?</source>
        <comment>a deed: Stop, Kill, Restart</comment>
        <translation>¿%1?</translation>
    </message>
    <message>
        <source>%1: %2?</source>
        <comment>a deed: names of containers</comment>
        <translation>¿%1: %2?</translation>
    </message>
    <message>
        <source>What it has not written yet is lost. Its files stay.</source>
        <translation>Se pierde lo que aún no haya escrito. Sus archivos quedan.</translation>
    </message>
    <message>
        <source>Its files stay. Whoever is logged in is logged out.</source>
        <translation>Sus archivos quedan. Quien esté dentro sale.</translation>
    </message>
</context>
<context>
    <name>taper::window::MainMenu</name>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;About Táper</source>
        <translation>&amp;Acerca de Táper</translation>
    </message>
    <message>
        <source>&amp;Container</source>
        <translation>&amp;Contenedor</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Aspecto</translation>
    </message>
    <message>
        <source>Like the &amp;desktop</source>
        <translation>Como el &amp;escritorio</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Claro</translation>
    </message>
    <message>
        <source>Da&amp;rk</source>
        <translation>&amp;Oscuro</translation>
    </message>
    <message>
        <source>What you &amp;may do</source>
        <translation>Lo que &amp;puede hacer</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>Pre&amp;ferencias…</translation>
    </message>
</context>
<context>
    <name>taper::window::MainWindow</name>
    <message>
        <source>Táper</source>
        <translation>Táper</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vista general</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>The container could not be made.</source>
        <translation>No se pudo hacer el contenedor.</translation>
    </message>
    <message>
        <source>The job was not cancelled.</source>
        <translation>No se canceló el trabajo.</translation>
    </message>
    <message>
        <source>Log in to %1 as %2 with this password. It is shown only this once.</source>
        <translation>Entre en %1 como %2 con esta contraseña. Solo se muestra esta vez.</translation>
    </message>
    <message>
        <source>Generated password</source>
        <translation>Contraseña generada</translation>
    </message>
    <message>
        <source>What is shown is as it was last known; running containers go on.</source>
        <translation>Se muestra lo último que se supo; los contenedores en marcha siguen.</translation>
    </message>
    <message>
        <source>%1 is still shutting down. It can be killed; what it has not written yet is lost.</source>
        <translation>%1 aún se está apagando. Se puede matar; lo que aún no haya escrito se pierde.</translation>
    </message>
    <message>
        <source>Kill %1</source>
        <translation>Matar %1</translation>
    </message>
    <message>
        <source>About Táper</source>
        <translation>Acerca de Táper</translation>
    </message>
    <message>
        <source>Táper %1</source>
        <translation>Táper %1</translation>
    </message>
    <message>
        <source>Linux system containers on your own desktop: make, start, limit and understand them. Free software under the GNU GPL, version 3 or later.</source>
        <translation>Contenedores de sistema Linux en su propio escritorio: hágalos, arránquelos, limítelos y entiéndalos. Software libre bajo la GNU GPL, versión 3 o posterior.</translation>
    </message>
    <message>
        <source>Host check</source>
        <translation>Comprobación</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Diario</translation>
    </message>
    <message>
        <source>The language changes as soon as the new container is made.</source>
        <translation>El idioma cambia en cuanto el contenedor nuevo esté hecho.</translation>
    </message>
    <message>
        <source>%1 is made.</source>
        <translation>%1 está hecho.</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>Abrir %1</translation>
    </message>
</context>
<context>
    <name>taper::window::Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
</context>
<context>
    <name>taper::window::RenameDialog</name>
    <message>
        <source>Rename %1</source>
        <translation>Cambiar el nombre de %1</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Nombre nuevo</translation>
    </message>
    <message>
        <source>Letters, digits and dashes, with no dash at either end and not only digits</source>
        <translation>Letras, cifras y guiones, sin guion en los extremos y no solo cifras</translation>
    </message>
    <message>
        <source>The name is also the container&apos;s host name inside and its name on the network.</source>
        <translation>El nombre es también el del equipo dentro del contenedor y su nombre en la red.</translation>
    </message>
    <message>
        <source>&amp;New name</source>
        <translation>&amp;Nombre nuevo</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Cambiar nombre</translation>
    </message>
    <message>
        <source>Give it the new name</source>
        <translation>Darle el nombre nuevo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Type another name first.</source>
        <translation>Escriba primero otro nombre.</translation>
    </message>
    <message>
        <source>Renames it now</source>
        <translation>Cambia el nombre ahora</translation>
    </message>
</context>
</TS>
